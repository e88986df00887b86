
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
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json')
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
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a manual page')
            break
        }
        'lktoken;mint' {
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Room to join')
            [CompletionResult]::new('--room', '--room', [CompletionResultType]::ParameterName, 'Room to join')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Who joins')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'Who joins')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Display name; the identity by default')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Display name; the identity by default')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Lifetime: 90, 90s, 15m, 1h30m, 1d; an hour by default')
            [CompletionResult]::new('--expires-in', '--expires-in', [CompletionResultType]::ParameterName, 'Lifetime: 90, 90s, 15m, 1h30m, 1d; an hour by default')
            [CompletionResult]::new('--request', '--request', [CompletionResultType]::ParameterName, 'Read a JSON request from a file, or `-` for standard input; flags win over it')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: json (by default), token, env, connection, github[=NAME]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: json (by default), token, env, connection, github[=NAME]')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Sign as if it were this time: RFC 3339 or Unix seconds')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A profile of the config file')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'A dotenv file with `LIVEKIT_API_KEY` and `LIVEKIT_API_SECRET`')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'An API key; its secret comes with --api-secret-file')
            [CompletionResult]::new('--api-secret-file', '--api-secret-file', [CompletionResultType]::ParameterName, 'A file with the API secret, or `-` for standard input')
            [CompletionResult]::new('--api-secret', '--api-secret', [CompletionResultType]::ParameterName, 'Taken only to explain that there is no such flag')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The server''s URL, instead of the one beside the key')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask, even on a terminal')
            [CompletionResult]::new('--dev', '--dev', [CompletionResultType]::ParameterName, 'The key of `livekit-server --dev` on `ws://localhost:7880`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;inspect' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (on a terminal), json (elsewhere), claims (the payload alone)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (on a terminal), json (elsewhere), claims (the payload alone)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Tell times as if it were this time: RFC 3339 or Unix seconds')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A profile of the config file')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'A dotenv file with `LIVEKIT_API_KEY` and `LIVEKIT_API_SECRET`')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'An API key; its secret comes with --api-secret-file')
            [CompletionResult]::new('--api-secret-file', '--api-secret-file', [CompletionResultType]::ParameterName, 'A file with the API secret, or `-` for standard input')
            [CompletionResult]::new('--api-secret', '--api-secret', [CompletionResultType]::ParameterName, 'Taken only to explain that there is no such flag')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The server''s URL, instead of the one beside the key')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json')
            [CompletionResult]::new('--dev', '--dev', [CompletionResultType]::ParameterName, 'The key of `livekit-server --dev` on `ws://localhost:7880`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;validate' {
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'The door it is shown at: join (by default), any, admin, list, create, record, ingress, sip, …')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'The room to moderate, for `--for admin`; the token''s own by default')
            [CompletionResult]::new('--room', '--room', [CompletionResultType]::ParameterName, 'The room to moderate, for `--for admin`; the token''s own by default')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'What to print: text (on a terminal), json (elsewhere)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'What to print: text (on a terminal), json (elsewhere)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Judge as if it were this time: RFC 3339 or Unix seconds')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A profile of the config file')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'A dotenv file with `LIVEKIT_API_KEY` and `LIVEKIT_API_SECRET`')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'An API key; its secret comes with --api-secret-file')
            [CompletionResult]::new('--api-secret-file', '--api-secret-file', [CompletionResultType]::ParameterName, 'A file with the API secret, or `-` for standard input')
            [CompletionResult]::new('--api-secret', '--api-secret', [CompletionResultType]::ParameterName, 'Taken only to explain that there is no such flag')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The server''s URL, instead of the one beside the key')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse what RFC 7515, 7519 or 8725 forbid, even where a server lets it through')
            [CompletionResult]::new('--deny-warnings', '--deny-warnings', [CompletionResultType]::ParameterName, 'Exit with 1 when there is any warning')
            [CompletionResult]::new('--dev', '--dev', [CompletionResultType]::ParameterName, 'The key of `livekit-server --dev` on `ws://localhost:7880`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;serve' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Address to listen at: 127.0.0.1:7071 by default; port 0 is any free one')
            [CompletionResult]::new('--allow-origin', '--allow-origin', [CompletionResultType]::ParameterName, 'Web page that may ask, again for more; `http://localhost:4200` by default; `none`: no CORS')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the bearer token that clients must show')
            [CompletionResult]::new('--rate-limit', '--rate-limit', [CompletionResultType]::ParameterName, 'Requests from one address: 10/s, 30/m; not limited by default')
            [CompletionResult]::new('--max-connections', '--max-connections', [CompletionResultType]::ParameterName, 'Connections at the same time; 4096 by default')
            [CompletionResult]::new('--max-expiration', '--max-expiration', [CompletionResultType]::ParameterName, 'Longest lifetime: 90s, 15m, 1h; a day by default')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How the log is written: auto (text on a terminal, JSON elsewhere), text, json')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A profile of the config file')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'A dotenv file with `LIVEKIT_API_KEY` and `LIVEKIT_API_SECRET`')
            [CompletionResult]::new('--api-key', '--api-key', [CompletionResultType]::ParameterName, 'An API key; its secret comes with --api-secret-file')
            [CompletionResult]::new('--api-secret-file', '--api-secret-file', [CompletionResultType]::ParameterName, 'A file with the API secret, or `-` for standard input')
            [CompletionResult]::new('--api-secret', '--api-secret', [CompletionResultType]::ParameterName, 'Taken only to explain that there is no such flag')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The server''s URL, instead of the one beside the key')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json')
            [CompletionResult]::new('--allow-anonymous', '--allow-anonymous', [CompletionResultType]::ParameterName, 'Let everybody who can reach a public address have tokens')
            [CompletionResult]::new('--dev', '--dev', [CompletionResultType]::ParameterName, 'The key of `livekit-server --dev` on `ws://localhost:7880`')
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
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;profile;show' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json')
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
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json')
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
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;profile;use' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;profile;path' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The config file, instead of the user''s own')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json')
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
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json')
            [CompletionResult]::new('--replace', '--replace', [CompletionResultType]::ParameterName, 'Replace profiles of the same name')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No notes and no warnings')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'lktoken;man' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on a terminal: auto, always, never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json')
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
