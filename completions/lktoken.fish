# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_lktoken_global_optspecs
    string join \n color= error-format= q/quiet h/help V/version
end

function __fish_lktoken_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_lktoken_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_lktoken_using_subcommand
    set -l cmd (__fish_lktoken_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c lktoken -n "__fish_lktoken_needs_command" -l color -d 'Colour on a terminal: auto, always, never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lktoken -n "__fish_lktoken_needs_command" -l error-format -d 'How errors are written: auto, text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'A sentence with hints'
json\t'One line: the contract\'s error response'"
complete -c lktoken -n "__fish_lktoken_needs_command" -s q -l quiet -d 'No notes and no warnings'
complete -c lktoken -n "__fish_lktoken_needs_command" -s h -l help -d 'Print help'
complete -c lktoken -n "__fish_lktoken_needs_command" -s V -l version -d 'Print version'
complete -c lktoken -n "__fish_lktoken_needs_command" -f -a "mint" -d 'Make a token'
complete -c lktoken -n "__fish_lktoken_needs_command" -f -a "inspect" -d 'Show what a token says, trusting nothing'
complete -c lktoken -n "__fish_lktoken_needs_command" -f -a "validate" -d 'Tell whether a LiveKit server would let a token in, and if not, why; or check a request'
complete -c lktoken -n "__fish_lktoken_needs_command" -f -a "serve" -d 'Answer requests for tokens over HTTP'
complete -c lktoken -n "__fish_lktoken_needs_command" -f -a "profile" -d 'Keep keys and secrets under names'
complete -c lktoken -n "__fish_lktoken_needs_command" -f -a "roles" -d 'List the roles, and what each expands to'
complete -c lktoken -n "__fish_lktoken_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c lktoken -n "__fish_lktoken_needs_command" -f -a "man" -d 'Print a manual page'
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l join -d 'Join the room' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l can-publish -d 'Publish tracks' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l can-subscribe -d 'Subscribe to tracks' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l can-publish-data -d 'Send data; by default as --can-publish' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l can-update-own-metadata -d 'Change one\'s own name, metadata and attributes' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l hidden -d 'Be not shown to others' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l recorder -d 'Count as a recorder' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l admin -d 'Moderate the room' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l create -d 'Create and delete rooms' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l list -d 'List rooms' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l record -d 'Record rooms (egress)' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l ingress -d 'Manage ingress' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l sip-admin -d 'Manage SIP trunks and rules' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l sip-call -d 'Place SIP calls' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l inference -d 'Run models of LiveKit Cloud\'s inference' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l worker -d 'Register as an agent worker' -r -f -a "true\t''
false\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l source -d 'The only sources to publish: `camera`, `microphone`, `screen_share`, `screen_share_audio`' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l grant -d 'Any grant or claim: canSubscribeMetrics=true, sip.call=true, agentThread.list=true; or JSON' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l metadata -d 'The participant\'s metadata' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l attribute -d 'An attribute of the participant; split at the first `=`' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l attributes -d 'The participant\'s attributes as a JSON object of strings' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l kind -d 'What kind of participant joins: standard, ingress, egress, sip, agent, connector, bridge' -r -f -a "standard\t''
ingress\t''
egress\t''
sip\t''
agent\t''
connector\t''
bridge\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l agent -d 'The name of an agent to call when this join creates the room' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l agent-metadata -d 'What the agent is told' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l agent-deployment -d 'The deployment of the agent that takes the job' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l room-config -d 'Settings of the room, if this join creates it, as LiveKit\'s `RoomConfiguration`' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l room-preset -d 'A room configuration that the server has under this name' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l batch -d 'Work on each line of a file, or of standard input for `-`' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l jobs -d 'How many work at it; one up to 10000 lines, then as many as there are processors' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l out -d 'Write to this file, whole or not at all' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l count -d 'Make this many; --identity, --room and --name are templates: {n:05}, {n%20}, {rand}, {uuid}, {time}' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -s r -l room -d 'Room to join or to moderate' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -s i -l identity -d 'Who joins' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -s n -l name -d 'Display name; the identity by default' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -s e -l expires-in -d 'Lifetime: 90, 90s, 15m, 1h30m, 1d; an hour by default' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l role -d 'A named set of grants; `lktoken roles` lists them' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l request -d 'A JSON request in a file, or `-`; flags win over it' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l from -d 'Claims of another TOKEN, @FILE or `-`; flags win' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l rules -d 'contract, or livekit: any names, 1 s to 10 years' -r -f -a "contract\t''
livekit\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -s o -l output -d 'json (by default), token, env, connection, url, qr, csv, github[=NAME]' -r -f -a "json\t''
token\t''
env\t''
connection\t''
github\t''
url\t''
qr\t''
csv\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l at -d 'Sign as if it were this time: RFC 3339, Unix seconds' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l profile -d 'A profile of the config file' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l env-file -d 'A dotenv file with the `LIVEKIT_` variables' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l api-key -d 'An API key, beside --api-secret-file' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l api-secret-file -d 'Its secret in a file, or `-` to pipe it in' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l api-secret -d 'Taken only to explain that there is no such flag' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l url -d 'The server\'s URL, not the one beside the key' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l config -d 'The config file, instead of the user\'s own' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l color -d 'Colour on a terminal: auto, always, never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l error-format -d 'How errors are written: auto, text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'A sentence with hints'
json\t'One line: the contract\'s error response'"
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l fail-fast -d 'Stop at the first line that is wrong'
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l at-each -d 'Sign each at its own time, not all at that of the start'
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l allow-duplicates -d 'Let --count give an identity twice in a room'
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l open -d 'Open LiveKit\'s meet page with the token, too'
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l no-input -d 'Never ask, even on a terminal'
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -s h -l help -d 'Print help'
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -l dev -d 'The key of `livekit-server --dev`, at localhost'
complete -c lktoken -n "__fish_lktoken_using_subcommand mint" -s q -l quiet -d 'No notes and no warnings'
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -s o -l output -d 'What to print: text (on a terminal), json (elsewhere), claims (the payload alone)' -r -f -a "json\t'signature, key, header, claims, times and permissions as JSON'
text\t'The same for people'
claims\t'The payload alone, as JSON'"
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l at -d 'Tell times as if it were this time: RFC 3339 or Unix seconds' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l batch -d 'Work on each line of a file, or of standard input for `-`' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l jobs -d 'How many work at it; one up to 10000 lines, then as many as there are processors' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l out -d 'Write to this file, whole or not at all' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l profile -d 'A profile of the config file' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l env-file -d 'A dotenv file with the `LIVEKIT_` variables' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l api-key -d 'An API key, beside --api-secret-file' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l api-secret-file -d 'Its secret in a file, or `-` to pipe it in' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l api-secret -d 'Taken only to explain that there is no such flag' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l url -d 'The server\'s URL, not the one beside the key' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l config -d 'The config file, instead of the user\'s own' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l color -d 'Colour on a terminal: auto, always, never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l error-format -d 'How errors are written: auto, text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'A sentence with hints'
json\t'One line: the contract\'s error response'"
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l explain -d 'Say in a paragraph what it means: who, which room, what for, until when, what would stop it'
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -s h -l help -d 'Print help'
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l fail-fast -d 'Stop at the first line that is wrong'
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -l dev -d 'The key of `livekit-server --dev`, at localhost'
complete -c lktoken -n "__fish_lktoken_using_subcommand inspect" -s q -l quiet -d 'No notes and no warnings'
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l for -d 'The door it is shown at, of those below; join if absent' -r -f -a "join\t''
any\t''
admin\t''
list\t''
create\t''
record\t''
ingress\t''
sip\t''
sip-call\t''
agent\t''
whip\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l can -d 'What it must also allow, such as publish:camera,data' -r -f -a "join\t''
publish\t''
publish:camera\t''
publish:microphone\t''
publish:screen_share\t''
publish:screen_share_audio\t''
subscribe\t''
data\t''
update-metadata\t''
subscribe-metrics\t''
manage-agent-session\t''
hidden\t''
recorder\t''
admin\t''
list\t''
create\t''
record\t''
ingress\t''
sip\t''
sip-call\t''
agent\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -s r -l room -d 'The room it must be for; at `admin`, the one to moderate' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -s i -l identity -d 'Who it must be for' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -s o -l output -d 'What to print: text (on a terminal), json (elsewhere)' -r -f -a "json\t'The verdict as JSON'
text\t'The verdict for people'"
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l at -d 'Judge as if it were this time: RFC 3339 or Unix seconds' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l rules -d 'The rules for a request: contract (by default), livekit' -r -f -a "contract\t''
livekit\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l online -d 'Ask the server too: this one, or the one beside the key' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l batch -d 'Work on each line of a file, or of standard input for `-`' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l jobs -d 'How many work at it; one up to 10000 lines, then as many as there are processors' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l out -d 'Write to this file, whole or not at all' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l profile -d 'A profile of the config file' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l env-file -d 'A dotenv file with the `LIVEKIT_` variables' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l api-key -d 'An API key, beside --api-secret-file' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l api-secret-file -d 'Its secret in a file, or `-` to pipe it in' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l api-secret -d 'Taken only to explain that there is no such flag' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l url -d 'The server\'s URL, not the one beside the key' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l config -d 'The config file, instead of the user\'s own' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l color -d 'Colour on a terminal: auto, always, never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l error-format -d 'How errors are written: auto, text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'A sentence with hints'
json\t'One line: the contract\'s error response'"
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l strict -d 'Refuse what the RFCs forbid, and servers let through'
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l deny-warnings -d 'Exit with 1 when there is any warning'
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -s h -l help -d 'Print help'
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l fail-fast -d 'Stop at the first line that is wrong'
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -l dev -d 'The key of `livekit-server --dev`, at localhost'
complete -c lktoken -n "__fish_lktoken_using_subcommand validate" -s q -l quiet -d 'No notes and no warnings'
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l listen -d 'Address to listen at: 127.0.0.1:7071 by default; port 0 is any free one' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l allow-origin -d 'Web page that may read answers, again for more; `http://localhost:4200` by default; `none`' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l token-file -d 'File with the bearer token that clients must show' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l allow -d 'What a client may put into its token: metadata, attributes, room-config; nothing by default' -r -f -a "metadata\t'The participant\'s metadata'
attributes\t'The participant\'s attributes'
room-config\t'The settings of the room, agents among them'"
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l rate-limit -d 'Requests from one address: 10/s, 30/m; not limited by default' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l max-connections -d 'Connections at the same time; 4096 by default' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l max-expiration -d 'Longest lifetime: 90s, 15m, 1h; a day by default' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l log-format -d 'How the log is written: auto (text on a terminal, JSON elsewhere), text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'Text'
json\t'One JSON object a line'"
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l profile -d 'A profile of the config file' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l env-file -d 'A dotenv file with the `LIVEKIT_` variables' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l api-key -d 'An API key, beside --api-secret-file' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l api-secret-file -d 'Its secret in a file, or `-` to pipe it in' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l api-secret -d 'Taken only to explain that there is no such flag' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l url -d 'The server\'s URL, not the one beside the key' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l config -d 'The config file, instead of the user\'s own' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l color -d 'Colour on a terminal: auto, always, never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l error-format -d 'How errors are written: auto, text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'A sentence with hints'
json\t'One line: the contract\'s error response'"
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l allow-anonymous -d 'Let everybody have tokens who can reach the server, by whatever name'
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -l dev -d 'The key of `livekit-server --dev`, at localhost'
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -s q -l quiet -d 'No notes and no warnings'
complete -c lktoken -n "__fish_lktoken_using_subcommand serve" -s h -l help -d 'Print help'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and not __fish_seen_subcommand_from list show add remove use path import" -s h -l help -d 'Print help'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and not __fish_seen_subcommand_from list show add remove use path import" -f -a "list" -d 'List the profiles'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and not __fish_seen_subcommand_from list show add remove use path import" -f -a "show" -d 'Show a profile, and where each of its values stands; a secret appears as its length only'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and not __fish_seen_subcommand_from list show add remove use path import" -f -a "add" -d 'Add a profile; what is not given is asked for on a terminal'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and not __fish_seen_subcommand_from list show add remove use path import" -f -a "remove" -d 'Remove a profile'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and not __fish_seen_subcommand_from list show add remove use path import" -f -a "use" -d 'Make a profile the default one'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and not __fish_seen_subcommand_from list show add remove use path import" -f -a "path" -d 'Print the path of the config file'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and not __fish_seen_subcommand_from list show add remove use path import" -f -a "import" -d 'Take over the projects of LiveKit\'s own CLI'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from list" -l config -d 'The config file, instead of the user\'s own' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from list" -l color -d 'Colour on a terminal: auto, always, never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from list" -l error-format -d 'How errors are written: auto, text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'A sentence with hints'
json\t'One line: the contract\'s error response'"
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from list" -s q -l quiet -d 'No notes and no warnings'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from show" -l config -d 'The config file, instead of the user\'s own' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from show" -l color -d 'Colour on a terminal: auto, always, never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from show" -l error-format -d 'How errors are written: auto, text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'A sentence with hints'
json\t'One line: the contract\'s error response'"
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from show" -s q -l quiet -d 'No notes and no warnings'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -l url -d 'The server\'s URL' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -l api-key -d 'The API key' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -l api-secret-file -d 'A file with the API secret, read whenever it is needed; `-` copies it from standard input' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -l api-secret-command -d 'A program that prints the API secret, run whenever it is needed, and its arguments; give it last' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -l api-secret -d 'Taken only to explain that there is no such flag' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -l expires-in -d 'Default lifetime of tokens: 15m, 1h, …' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -l room -d 'Default room' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -l display-name -d 'Default display name' -r
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -l rules -d 'Default rules: contract, livekit' -r -f -a "contract\t''
livekit\t''"
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -l config -d 'The config file, instead of the user\'s own' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -l color -d 'Colour on a terminal: auto, always, never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -l error-format -d 'How errors are written: auto, text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'A sentence with hints'
json\t'One line: the contract\'s error response'"
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -l default -d 'Make it the default profile'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -l replace -d 'Replace a profile of the same name'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask, even on a terminal'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -s q -l quiet -d 'No notes and no warnings'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from remove" -l config -d 'The config file, instead of the user\'s own' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from remove" -l color -d 'Colour on a terminal: auto, always, never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from remove" -l error-format -d 'How errors are written: auto, text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'A sentence with hints'
json\t'One line: the contract\'s error response'"
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'No notes and no warnings'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from use" -l config -d 'The config file, instead of the user\'s own' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from use" -l color -d 'Colour on a terminal: auto, always, never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from use" -l error-format -d 'How errors are written: auto, text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'A sentence with hints'
json\t'One line: the contract\'s error response'"
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from use" -s q -l quiet -d 'No notes and no warnings'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from path" -l config -d 'The config file, instead of the user\'s own' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from path" -l color -d 'Colour on a terminal: auto, always, never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from path" -l error-format -d 'How errors are written: auto, text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'A sentence with hints'
json\t'One line: the contract\'s error response'"
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from path" -s q -l quiet -d 'No notes and no warnings'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from import" -l from -d 'The file of LiveKit\'s own CLI; by default ~/.livekit/cli-config.yaml' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from import" -l config -d 'The config file, instead of the user\'s own' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from import" -l color -d 'Colour on a terminal: auto, always, never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from import" -l error-format -d 'How errors are written: auto, text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'A sentence with hints'
json\t'One line: the contract\'s error response'"
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from import" -l replace -d 'Replace profiles of the same name'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from import" -s q -l quiet -d 'No notes and no warnings'
complete -c lktoken -n "__fish_lktoken_using_subcommand profile; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c lktoken -n "__fish_lktoken_using_subcommand roles" -l config -d 'The config file, instead of the user\'s own' -r -F
complete -c lktoken -n "__fish_lktoken_using_subcommand roles" -l color -d 'Colour on a terminal: auto, always, never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lktoken -n "__fish_lktoken_using_subcommand roles" -l error-format -d 'How errors are written: auto, text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'A sentence with hints'
json\t'One line: the contract\'s error response'"
complete -c lktoken -n "__fish_lktoken_using_subcommand roles" -s q -l quiet -d 'No notes and no warnings'
complete -c lktoken -n "__fish_lktoken_using_subcommand roles" -s h -l help -d 'Print help'
complete -c lktoken -n "__fish_lktoken_using_subcommand completions" -l color -d 'Colour on a terminal: auto, always, never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lktoken -n "__fish_lktoken_using_subcommand completions" -l error-format -d 'How errors are written: auto, text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'A sentence with hints'
json\t'One line: the contract\'s error response'"
complete -c lktoken -n "__fish_lktoken_using_subcommand completions" -s q -l quiet -d 'No notes and no warnings'
complete -c lktoken -n "__fish_lktoken_using_subcommand completions" -s h -l help -d 'Print help'
complete -c lktoken -n "__fish_lktoken_using_subcommand man" -l color -d 'Colour on a terminal: auto, always, never' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lktoken -n "__fish_lktoken_using_subcommand man" -l error-format -d 'How errors are written: auto, text, json' -r -f -a "auto\t'Text on a terminal, JSON elsewhere'
text\t'A sentence with hints'
json\t'One line: the contract\'s error response'"
complete -c lktoken -n "__fish_lktoken_using_subcommand man" -s q -l quiet -d 'No notes and no warnings'
complete -c lktoken -n "__fish_lktoken_using_subcommand man" -s h -l help -d 'Print help'
