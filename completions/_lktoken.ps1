
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'lktoken' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'lktoken'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'lktoken' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto, text, json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('mint', 'mint', [CompletionResultType]::ParameterValue, 'Make a token')
            [CompletionResult]::new('inspect', 'inspect', [CompletionResultType]::ParameterValue, 'Show what a token says, trusting nothing')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Tell whether a LiveKit server would let a token in, and if not, why; or check a request')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Answer requests for tokens over HTTP')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'Keep keys and secrets under names')
            [CompletionResult]::new('roles', 'roles', [CompletionResultType]::ParameterValue, 'List the roles, and what each expands to')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a manual page')
            break
        }
        'lktoken;mint' {
            [CompletionResult]::new('--join', '--join', [CompletionResultType]::ParameterName, 'Join the room')
            [CompletionResult]::new('--can-publish', '--can-publish', [CompletionResultType]::ParameterName, 'Publish tracks')
            [CompletionResult]::new('--can-subscribe', '--can-subscribe', [CompletionResultType]::ParameterName, 'Subscribe to tracks')
            [CompletionResult]::new('--can-publish-data', '--can-publish-data', [CompletionResultType]::ParameterName, 'Send data; by default as --can-publish')
            [CompletionResult]::new('--can-update-own-metadata', '--can-update-own-metadata', [CompletionResultType]::ParameterName, 'Change one''s own name, metadata and attributes')
            [CompletionResult]::new('--hidden', '--hidden', [CompletionResultType]::ParameterName, 'Be not shown to others')
            [CompletionResult]::new('--recorder', '--recorder', [CompletionResultType]::ParameterName, 'Count as a recorder')
            [CompletionResult]::new('--admin', '--admin', [CompletionResultType]::ParameterName, 'Moderate the room')
            [CompletionResult]::new('--create', '--create', [CompletionResultType]::ParameterName, 'Create and delete rooms')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'List rooms')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Record rooms (egress)')
            [CompletionResult]::new('--ingress', '--ingress', [CompletionResultType]::ParameterName, 'Manage ingress')
            [CompletionResult]::new('--sip-admin', '--sip-admin', [CompletionResultType]::ParameterName, 'Manage SIP trunks and rules')
            [CompletionResult]::new('--sip-call', '--sip-call', [CompletionResultType]::ParameterName, 'Place SIP calls')
            [CompletionResult]::new('--inference', '--inference', [CompletionResultType]::ParameterName, 'Run models of LiveKit Cloud''s inference')
            [CompletionResult]::new('--worker', '--worker', [CompletionResultType]::ParameterName, 'Register as an agent worker')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'The only sources to publish: `camera`, `microphone`, `screen_share`, `screen_share_audio`')
            [CompletionResult]::new('--grant', '--grant', [CompletionResultType]::ParameterName, 'Any grant or claim: canSubscribeMetrics=true, sip.call=true, agentThread.list=true; or JSON')
            [CompletionResult]::new('--metadata', '--metadata', [CompletionResultType]::ParameterName, 'The participant''s metadata')
            [CompletionResult]::new('--attribute', '--attribute', [CompletionResultType]::ParameterName, 'An attribute of the participant; split at the first `=`')
            [CompletionResult]::new('--attributes', '--attributes', [CompletionResultType]::ParameterName, 'The participant''s attributes as a JSON object of strings')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'What kind of participant joins: standard, ingress, egress, sip, agent, connector, bridge')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'The name of an agent to call when this join creates the room')
            [CompletionResult]::new('--agent-metadata', '--agent-metadata', [CompletionResultType]::ParameterName, 'What the agent is told')
            [CompletionResult]::new('--agent-deployment', '--agent-deployment', [CompletionResultType]::ParameterName, 'The deployment of the agent that takes the job')
            [CompletionResult]::new('--room-config', '--room-config', [CompletionResultType]::ParameterName, 'Settings of the room, if this join creates it, as LiveKit''s `RoomConfiguration`')
            [CompletionResult]::new('--room-preset', '--room-preset', [CompletionResultType]::ParameterName, 'A room configuration that the server has under this name')
            [CompletionResult]::new('--batch', '--batch', [CompletionResultType]::ParameterName, 'Work on each line of a file, or of standard input for `-`')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many work at it; one up to 10000 lines, then as many as there are processors')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write to this file, whole or not at all')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Make this many; --identity, --room and --name are templates: {n:05}, {n%20}, {rand}, {uuid}, {time}')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Room to join or to moderate')
            [CompletionResult]::new('--room', '--room', [CompletionResultType]::ParameterName, 'Room to join or to moderate')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Who joins')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'Who joins')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Display name; the identity by default')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Display name; the identity by default')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Lifetime: 90, 90s, 15m, 1h30m, 1d; an hour by default')
            [CompletionResult]::new('--expires-in', '--expires-in', [CompletionResultType]::ParameterName, 'Lifetime: 90, 90s, 15m, 1h30m, 1d; an hour by default')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'A named set of grants; `lktoken roles` lists them')
            [CompletionResult]::new('--request', '--request', [CompletionResultType]::ParameterName, 'A JSON request in a file, or `-`; flags win over it')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Claims of another TOKEN, @FILE or `-`; flags win')
            [CompletionResult]::new('--rules', '--rules', [CompletionResultType]::ParameterName, 'contract, or livekit: any names, 1 s to 10 years')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'json (by default), token, env, connection, url, qr, csv, github[=NAME]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'json (by default), token, env, connection, url, qr, csv, github[=NAME]')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Sign as if it were this time: RFC 3339, Unix seconds')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A profile of the config file')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'A dotenv file with the `LIVEKIT_` variables')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'An API key, beside --api-secret-file')
            [CompletionResult]::new('--api-secret-file', '--api-secret-file', [CompletionResultType]::ParameterName, 'Its secret in a file, or `-` to pipe it in')
            [CompletionResult]::new('--api-secret', '--api-secret', [CompletionResultType]::ParameterName, 'Taken only to explain that there is no such flag')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The server''s URL, not the one beside the key')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto, text, json')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop at the first line that is wrong')
            [CompletionResult]::new('--at-each', '--at-each', [CompletionResultType]::ParameterName, 'Sign each at its own time, not all at that of the start')
            [CompletionResult]::new('--allow-duplicates', '--allow-duplicates', [CompletionResultType]::ParameterName, 'Let --count give an identity twice in a room')
            [CompletionResult]::new('--open', '--open', [CompletionResultType]::ParameterName, 'Open LiveKit''s meet page with the token, too')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask, even on a terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--dev', '--dev', [CompletionResultType]::ParameterName, 'The key of `livekit-server --dev`, at localhost')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            break
        }
        'lktoken;inspect' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (on a terminal), json (elsewhere), claims (the payload alone)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (on a terminal), json (elsewhere), claims (the payload alone)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Tell times as if it were this time: RFC 3339 or Unix seconds')
            [CompletionResult]::new('--batch', '--batch', [CompletionResultType]::ParameterName, 'Work on each line of a file, or of standard input for `-`')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many work at it; one up to 10000 lines, then as many as there are processors')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write to this file, whole or not at all')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A profile of the config file')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'A dotenv file with the `LIVEKIT_` variables')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'An API key, beside --api-secret-file')
            [CompletionResult]::new('--api-secret-file', '--api-secret-file', [CompletionResultType]::ParameterName, 'Its secret in a file, or `-` to pipe it in')
            [CompletionResult]::new('--api-secret', '--api-secret', [CompletionResultType]::ParameterName, 'Taken only to explain that there is no such flag')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The server''s URL, not the one beside the key')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto, text, json')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Say in a paragraph what it means: who, which room, what for, until when, what would stop it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop at the first line that is wrong')
            [CompletionResult]::new('--dev', '--dev', [CompletionResultType]::ParameterName, 'The key of `livekit-server --dev`, at localhost')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            break
        }
        'lktoken;validate' {
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'The door it is shown at, of those below; join if absent')
            [CompletionResult]::new('--can', '--can', [CompletionResultType]::ParameterName, 'What it must also allow, such as publish:camera,data')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'The room it must be for; at `admin`, the one to moderate')
            [CompletionResult]::new('--room', '--room', [CompletionResultType]::ParameterName, 'The room it must be for; at `admin`, the one to moderate')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Who it must be for')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'Who it must be for')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (on a terminal), json (elsewhere)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (on a terminal), json (elsewhere)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Judge as if it were this time: RFC 3339 or Unix seconds')
            [CompletionResult]::new('--rules', '--rules', [CompletionResultType]::ParameterName, 'The rules for a request: contract (by default), livekit')
            [CompletionResult]::new('--online', '--online', [CompletionResultType]::ParameterName, 'Ask the server too: this one, or the one beside the key')
            [CompletionResult]::new('--batch', '--batch', [CompletionResultType]::ParameterName, 'Work on each line of a file, or of standard input for `-`')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many work at it; one up to 10000 lines, then as many as there are processors')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write to this file, whole or not at all')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A profile of the config file')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'A dotenv file with the `LIVEKIT_` variables')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'An API key, beside --api-secret-file')
            [CompletionResult]::new('--api-secret-file', '--api-secret-file', [CompletionResultType]::ParameterName, 'Its secret in a file, or `-` to pipe it in')
            [CompletionResult]::new('--api-secret', '--api-secret', [CompletionResultType]::ParameterName, 'Taken only to explain that there is no such flag')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The server''s URL, not the one beside the key')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto, text, json')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse what the RFCs forbid, and servers let through')
            [CompletionResult]::new('--deny-warnings', '--deny-warnings', [CompletionResultType]::ParameterName, 'Exit with 1 when there is any warning')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop at the first line that is wrong')
            [CompletionResult]::new('--dev', '--dev', [CompletionResultType]::ParameterName, 'The key of `livekit-server --dev`, at localhost')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            break
        }
        'lktoken;serve' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Address to listen at: 127.0.0.1:7071 by default; port 0 is any free one')
            [CompletionResult]::new('--allow-origin', '--allow-origin', [CompletionResultType]::ParameterName, 'Web page that may read answers, again for more; `http://localhost:4200` by default; `none`')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the bearer token that clients must show')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'What a client may put into its token: metadata, attributes, room-config; nothing by default')
            [CompletionResult]::new('--rate-limit', '--rate-limit', [CompletionResultType]::ParameterName, 'Requests from one address: 10/s, 30/m; not limited by default')
            [CompletionResult]::new('--max-connections', '--max-connections', [CompletionResultType]::ParameterName, 'Connections at the same time; 4096 by default')
            [CompletionResult]::new('--max-expiration', '--max-expiration', [CompletionResultType]::ParameterName, 'Longest lifetime: 90s, 15m, 1h; a day by default')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How the log is written: auto (text on a terminal, JSON elsewhere), text, json')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A profile of the config file')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'A dotenv file with the `LIVEKIT_` variables')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'An API key, beside --api-secret-file')
            [CompletionResult]::new('--api-secret-file', '--api-secret-file', [CompletionResultType]::ParameterName, 'Its secret in a file, or `-` to pipe it in')
            [CompletionResult]::new('--api-secret', '--api-secret', [CompletionResultType]::ParameterName, 'Taken only to explain that there is no such flag')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The server''s URL, not the one beside the key')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto, text, json')
            [CompletionResult]::new('--allow-anonymous', '--allow-anonymous', [CompletionResultType]::ParameterName, 'Let everybody have tokens who can reach the server, by whatever name')
            [CompletionResult]::new('--dev', '--dev', [CompletionResultType]::ParameterName, 'The key of `livekit-server --dev`, at localhost')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;profile' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a profile, and where each of its values stands; a secret appears as its length only')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a profile; what is not given is asked for on a terminal')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a profile')
            [CompletionResult]::new('use', 'use', [CompletionResultType]::ParameterValue, 'Make a profile the default one')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the config file')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take over the projects of LiveKit''s own CLI')
            break
        }
        'lktoken;profile;list' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto, text, json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;profile;show' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto, text, json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;profile;add' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The server''s URL')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'The API key')
            [CompletionResult]::new('--api-secret-file', '--api-secret-file', [CompletionResultType]::ParameterName, 'A file with the API secret, read whenever it is needed; `-` copies it from standard input')
            [CompletionResult]::new('--api-secret-command', '--api-secret-command', [CompletionResultType]::ParameterName, 'A program that prints the API secret, run whenever it is needed, and its arguments; give it last')
            [CompletionResult]::new('--api-secret', '--api-secret', [CompletionResultType]::ParameterName, 'Taken only to explain that there is no such flag')
            [CompletionResult]::new('--expires-in', '--expires-in', [CompletionResultType]::ParameterName, 'Default lifetime of tokens: 15m, 1h, …')
            [CompletionResult]::new('--room', '--room', [CompletionResultType]::ParameterName, 'Default room')
            [CompletionResult]::new('--display-name', '--display-name', [CompletionResultType]::ParameterName, 'Default display name')
            [CompletionResult]::new('--rules', '--rules', [CompletionResultType]::ParameterName, 'Default rules: contract, livekit')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto, text, json')
            [CompletionResult]::new('--default', '--default', [CompletionResultType]::ParameterName, 'Make it the default profile')
            [CompletionResult]::new('--replace', '--replace', [CompletionResultType]::ParameterName, 'Replace a profile of the same name')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask, even on a terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;profile;remove' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto, text, json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;profile;use' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto, text, json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;profile;path' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto, text, json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;profile;import' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The file of LiveKit''s own CLI; by default ~/.livekit/cli-config.yaml')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto, text, json')
            [CompletionResult]::new('--replace', '--replace', [CompletionResultType]::ParameterName, 'Replace profiles of the same name')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;roles' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto, text, json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto, text, json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;man' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto, text, json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
