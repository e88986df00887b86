
use builtin;
use str;

set edit:completion:arg-completer[lktoken] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'lktoken'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'lktoken'= {
            cand --color 'Colour on a terminal: auto, always, never'
            cand --error-format 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json'
            cand -q 'No notes and no warnings'
            cand --quiet 'No notes and no warnings'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand mint 'Make a token'
            cand inspect 'Show what a token says, trusting nothing'
            cand validate 'Tell whether a LiveKit server would let a token in, and if not, why; or check a request'
            cand serve 'Answer requests for tokens over HTTP'
            cand profile 'Keep keys and secrets under names'
            cand completions 'Print a completion script for a shell'
            cand man 'Print a manual page'
        }
        &'lktoken;mint'= {
            cand -r 'Room to join'
            cand --room 'Room to join'
            cand -i 'Who joins'
            cand --identity 'Who joins'
            cand -n 'Display name; the identity by default'
            cand --name 'Display name; the identity by default'
            cand -e 'Lifetime: 90, 90s, 15m, 1h30m, 1d; an hour by default'
            cand --expires-in 'Lifetime: 90, 90s, 15m, 1h30m, 1d; an hour by default'
            cand --request 'Read a JSON request from a file, or `-` for standard input; flags win over it'
            cand -o 'What to print: json (by default), token, env, connection, github[=NAME]'
            cand --output 'What to print: json (by default), token, env, connection, github[=NAME]'
            cand --at 'Sign as if it were this time: RFC 3339 or Unix seconds'
            cand --profile 'A profile of the config file'
            cand --env-file 'A dotenv file with `LIVEKIT_API_KEY` and `LIVEKIT_API_SECRET`'
            cand --api-key 'An API key; its secret comes with --api-secret-file'
            cand --api-secret-file 'A file with the API secret, or `-` for standard input'
            cand --api-secret 'Taken only to explain that there is no such flag'
            cand --url 'The server''s URL, instead of the one beside the key'
            cand --config 'The config file, instead of the user''s own'
            cand --color 'Colour on a terminal: auto, always, never'
            cand --error-format 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json'
            cand --no-input 'Never ask, even on a terminal'
            cand --dev 'The key of `livekit-server --dev` on `ws://localhost:7880`'
            cand -q 'No notes and no warnings'
            cand --quiet 'No notes and no warnings'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'lktoken;inspect'= {
            cand -o 'What to print: text (on a terminal), json (elsewhere), claims (the payload alone)'
            cand --output 'What to print: text (on a terminal), json (elsewhere), claims (the payload alone)'
            cand --at 'Tell times as if it were this time: RFC 3339 or Unix seconds'
            cand --profile 'A profile of the config file'
            cand --env-file 'A dotenv file with `LIVEKIT_API_KEY` and `LIVEKIT_API_SECRET`'
            cand --api-key 'An API key; its secret comes with --api-secret-file'
            cand --api-secret-file 'A file with the API secret, or `-` for standard input'
            cand --api-secret 'Taken only to explain that there is no such flag'
            cand --url 'The server''s URL, instead of the one beside the key'
            cand --config 'The config file, instead of the user''s own'
            cand --color 'Colour on a terminal: auto, always, never'
            cand --error-format 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json'
            cand --dev 'The key of `livekit-server --dev` on `ws://localhost:7880`'
            cand -q 'No notes and no warnings'
            cand --quiet 'No notes and no warnings'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'lktoken;validate'= {
            cand --for 'The door it is shown at: join (by default), any, admin, list, create, record, ingress, sip, …'
            cand -r 'The room to moderate, for `--for admin`; the token''s own by default'
            cand --room 'The room to moderate, for `--for admin`; the token''s own by default'
            cand -o 'What to print: text (on a terminal), json (elsewhere)'
            cand --output 'What to print: text (on a terminal), json (elsewhere)'
            cand --at 'Judge as if it were this time: RFC 3339 or Unix seconds'
            cand --profile 'A profile of the config file'
            cand --env-file 'A dotenv file with `LIVEKIT_API_KEY` and `LIVEKIT_API_SECRET`'
            cand --api-key 'An API key; its secret comes with --api-secret-file'
            cand --api-secret-file 'A file with the API secret, or `-` for standard input'
            cand --api-secret 'Taken only to explain that there is no such flag'
            cand --url 'The server''s URL, instead of the one beside the key'
            cand --config 'The config file, instead of the user''s own'
            cand --color 'Colour on a terminal: auto, always, never'
            cand --error-format 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json'
            cand --strict 'Refuse what RFC 7515, 7519 or 8725 forbid, even where a server lets it through'
            cand --deny-warnings 'Exit with 1 when there is any warning'
            cand --dev 'The key of `livekit-server --dev` on `ws://localhost:7880`'
            cand -q 'No notes and no warnings'
            cand --quiet 'No notes and no warnings'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'lktoken;serve'= {
            cand --listen 'Address to listen at: 127.0.0.1:7071 by default; port 0 is any free one'
            cand --allow-origin 'Web page that may ask, again for more; `http://localhost:4200` by default; `none`: no CORS'
            cand --token-file 'File with the bearer token that clients must show'
            cand --rate-limit 'Requests from one address: 10/s, 30/m; not limited by default'
            cand --max-connections 'Connections at the same time; 4096 by default'
            cand --max-expiration 'Longest lifetime: 90s, 15m, 1h; a day by default'
            cand --log-format 'How the log is written: auto (text on a terminal, JSON elsewhere), text, json'
            cand --profile 'A profile of the config file'
            cand --env-file 'A dotenv file with `LIVEKIT_API_KEY` and `LIVEKIT_API_SECRET`'
            cand --api-key 'An API key; its secret comes with --api-secret-file'
            cand --api-secret-file 'A file with the API secret, or `-` for standard input'
            cand --api-secret 'Taken only to explain that there is no such flag'
            cand --url 'The server''s URL, instead of the one beside the key'
            cand --config 'The config file, instead of the user''s own'
            cand --color 'Colour on a terminal: auto, always, never'
            cand --error-format 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json'
            cand --allow-anonymous 'Let everybody who can reach a public address have tokens'
            cand --dev 'The key of `livekit-server --dev` on `ws://localhost:7880`'
            cand -q 'No notes and no warnings'
            cand --quiet 'No notes and no warnings'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'lktoken;profile'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List the profiles'
            cand show 'Show a profile, and where each of its values stands; a secret appears as its length only'
            cand add 'Add a profile; what is not given is asked for on a terminal'
            cand remove 'Remove a profile'
            cand use 'Make a profile the default one'
            cand path 'Print the path of the config file'
            cand import 'Take over the projects of LiveKit''s own CLI'
        }
        &'lktoken;profile;list'= {
            cand --config 'The config file, instead of the user''s own'
            cand --color 'Colour on a terminal: auto, always, never'
            cand --error-format 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json'
            cand -q 'No notes and no warnings'
            cand --quiet 'No notes and no warnings'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'lktoken;profile;show'= {
            cand --config 'The config file, instead of the user''s own'
            cand --color 'Colour on a terminal: auto, always, never'
            cand --error-format 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json'
            cand -q 'No notes and no warnings'
            cand --quiet 'No notes and no warnings'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'lktoken;profile;add'= {
            cand --url 'The server''s URL'
            cand --api-key 'The API key'
            cand --api-secret-file 'A file with the API secret, read whenever it is needed; `-` copies it from standard input'
            cand --api-secret-command 'A program that prints the API secret, run whenever it is needed, and its arguments; give it last'
            cand --api-secret 'Taken only to explain that there is no such flag'
            cand --expires-in 'Default lifetime of tokens: 15m, 1h, …'
            cand --room 'Default room'
            cand --display-name 'Default display name'
            cand --config 'The config file, instead of the user''s own'
            cand --color 'Colour on a terminal: auto, always, never'
            cand --error-format 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json'
            cand --default 'Make it the default profile'
            cand --replace 'Replace a profile of the same name'
            cand --no-input 'Never ask, even on a terminal'
            cand -q 'No notes and no warnings'
            cand --quiet 'No notes and no warnings'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'lktoken;profile;remove'= {
            cand --config 'The config file, instead of the user''s own'
            cand --color 'Colour on a terminal: auto, always, never'
            cand --error-format 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json'
            cand -q 'No notes and no warnings'
            cand --quiet 'No notes and no warnings'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'lktoken;profile;use'= {
            cand --config 'The config file, instead of the user''s own'
            cand --color 'Colour on a terminal: auto, always, never'
            cand --error-format 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json'
            cand -q 'No notes and no warnings'
            cand --quiet 'No notes and no warnings'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'lktoken;profile;path'= {
            cand --config 'The config file, instead of the user''s own'
            cand --color 'Colour on a terminal: auto, always, never'
            cand --error-format 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json'
            cand -q 'No notes and no warnings'
            cand --quiet 'No notes and no warnings'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'lktoken;profile;import'= {
            cand --from 'The file of LiveKit''s own CLI; by default ~/.livekit/cli-config.yaml'
            cand --config 'The config file, instead of the user''s own'
            cand --color 'Colour on a terminal: auto, always, never'
            cand --error-format 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json'
            cand --replace 'Replace profiles of the same name'
            cand -q 'No notes and no warnings'
            cand --quiet 'No notes and no warnings'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'lktoken;completions'= {
            cand --color 'Colour on a terminal: auto, always, never'
            cand --error-format 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json'
            cand -q 'No notes and no warnings'
            cand --quiet 'No notes and no warnings'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'lktoken;man'= {
            cand --color 'Colour on a terminal: auto, always, never'
            cand --error-format 'How errors are written: auto (text on a terminal, JSON elsewhere), text, json'
            cand -q 'No notes and no warnings'
            cand --quiet 'No notes and no warnings'
            cand -h 'Print help'
            cand --help 'Print help'
        }
    ]
    $completions[$command]
}
