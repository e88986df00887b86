//! The grants of `lktoken mint`: which flag writes what, where it stands, and which door it opens.

use crate::minted::{ALICE, AT, HEAD, JOIN, all_refused, mint, mint_with, refused};
use crate::program::Home;

/// The flags of the `video` grant in the order of the payload, the members they write, and the doors those open.
const VIDEO: [(&str, &str, Option<&str>); 13] = [
    ("join", "roomJoin", Some("join")),
    ("can-publish", "canPublish", None),
    ("can-subscribe", "canSubscribe", None),
    ("can-publish-data", "canPublishData", None),
    ("can-update-own-metadata", "canUpdateOwnMetadata", None),
    ("hidden", "hidden", None),
    ("recorder", "recorder", None),
    ("worker", "agent", Some("agent")),
    ("admin", "roomAdmin", Some("admin")),
    ("create", "roomCreate", Some("create")),
    ("list", "roomList", Some("list")),
    ("record", "roomRecord", Some("record")),
    ("ingress", "ingressAdmin", Some("ingress")),
];

/// What the contract grants where nothing is said.
const BY_DEFAULT: [&str; 3] = ["roomJoin", "canPublish", "canSubscribe"];

/// What is surely not meant of somebody who joins.
fn warnings_of(member: &str, granted: bool) -> &'static [&'static str] {
    match (member, granted) {
        ("canPublish", false) => &["data-blocked"],
        ("roomCreate" | "roomList" | "roomRecord" | "ingressAdmin", true) => &["broad-grant"],
        ("roomJoin", false) => &["unused-room"],
        _ => &[],
    }
}

#[test]
fn a_flag_writes_its_grant_as_true_or_false_and_what_is_not_given_is_absent() {
    let home = Home::new();
    for (flag, member, door) in VIDEO {
        for (given, granted) in [
            (format!("--{flag}"), true),
            (format!("--{flag}=true"), true),
            (format!("--{flag}=false"), false),
        ] {
            let joins = granted || member != "roomJoin";
            let by_default = |name: &str| (joins && BY_DEFAULT.contains(&name)).then_some(true);
            let value = |name: &str| if name == member { Some(granted) } else { by_default(name) };
            let members =
                VIDEO.iter().filter_map(|(_, name, _)| Some(format!(r#","{name}":{}"#, value(name)?)));
            let video = format!(r#""room":"demo"{}"#, members.collect::<String>());
            let minted = mint(&home, &[&JOIN[..], &[&given]].concat());
            let expected = format!(r#"{HEAD},"sub":"alice","name":"alice","video":{{{video}}}}}"#);
            assert_eq!(minted.claims, expected, "{given}");
            assert_eq!(minted.warnings(), warnings_of(member, granted), "{given}");
            let doors = [joins.then_some("join"), door.filter(|_| granted && member != "roomJoin")];
            minted.opens(&home, &doors.into_iter().flatten().collect::<Vec<_>>());
        }
    }
}

#[test]
fn grants_beside_video_have_claims_of_their_own() {
    let home = Home::new();
    for (flags, claims, doors) in [
        (&["--sip-admin"][..], r#","sip":{"admin":true}"#, &["join", "sip"][..]),
        (
            &["--sip-call", "--sip-admin=false"],
            r#","sip":{"admin":false,"call":true}"#,
            &["join", "sip-call"],
        ),
        (&["--inference"], r#","inference":{"perform":true}"#, &["join"]),
    ] {
        let minted = mint(&home, &[&JOIN[..], flags].concat());
        assert_eq!(minted.silent(), format!("{HEAD}{ALICE}}}{claims}}}"));
        minted.opens(&home, doors);
    }
}

#[test]
fn the_order_of_the_payload_is_not_the_order_of_the_flags() {
    let home = Home::new();
    let backwards = VIDEO.iter().rev().map(|(flag, ..)| format!("--{flag}"));
    let flags: Vec<String> = ["--inference", "--sip-call", "--sip-admin", "--source=microphone,camera"]
        .map(str::to_owned)
        .into_iter()
        .chain(backwards)
        .collect();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let minted = mint(&home, &[&JOIN[..], &flags].concat());
    let members = r#","canPublishData":true,"canPublishSources":["microphone","camera"],"canUpdateOwnMetadata":true,"hidden":true,"recorder":true,"agent":true,"roomAdmin":true,"roomCreate":true,"roomList":true,"roomRecord":true,"ingressAdmin":true}"#;
    let claims = r#","sip":{"admin":true,"call":true},"inference":{"perform":true}}"#;
    assert_eq!(minted.claims, format!("{HEAD}{ALICE}{members}{claims}"));
    minted.opens(&home, &crate::minted::DOORS);
}

#[test]
fn sources_are_listed_as_given_and_only_known_ones() {
    let home = Home::new();
    for flags in [
        &["--source", "camera,screen_share_audio"][..],
        &["--source=camera", "--source=screen_share_audio"],
        &["--source", " camera, screen_share_audio"],
    ] {
        let minted = mint(&home, &[&JOIN[..], flags].concat());
        let sources = r#","canPublishSources":["camera","screen_share_audio"]}"#;
        assert_eq!(minted.silent(), format!("{HEAD}{ALICE}{sources}}}"));
        minted.opens(&home, &["join"]);
    }
    assert_eq!(
        refused(&home, &[&JOIN[..], &["--source=camera,screen-share"]].concat()),
        "error: --source: \"screen-share\" is no source; did you mean screen_share?\nhint: the sources are camera, \
         microphone, screen_share, screen_share_audio\n"
    );
    all_refused(
        &home,
        &[
            (&["--source="], r#"--source: "" is no source"#),
            (&["--source=x,y"], r#"--source: "x" is no source"#),
        ],
    );
    let blocked = mint(&home, &[&JOIN[..], &["--source=camera", "--can-publish=false"]].concat());
    assert_eq!(blocked.warnings(), ["sources-blocked", "data-blocked"]);
}

#[test]
fn any_grant_can_be_named() {
    let home = Home::new();
    home.write("grants.json", "\u{feff}{\"canSubscribeMetrics\": true, \"sip\": {\"call\": true}}\n");
    let many = r#","canSubscribeMetrics":true},"sip":{"call":true}}"#;
    let alice = |rest: &str| format!("{HEAD}{ALICE}{rest}");
    for (given, expected) in [
        (&["canSubscribeMetrics=true"][..], alice(r#","canSubscribeMetrics":true}}"#)),
        (&["video.canManageAgentSession=true"], alice(r#","canManageAgentSession":true}}"#)),
        (&["sip.call=true", "canSubscribeMetrics=true"], alice(many)),
        (&[r#"{"sip":{"call":true},"canSubscribeMetrics":true}"#], alice(many)),
        (&[r#"{"video":{"canSubscribeMetrics":true},"sip":{"call":true}}"#], alice(many)),
        (&["@grants.json"], alice(many)),
        // A grant merges, `null` takes away, and what is of no use as JSON is a text.
        (&["sip.call=true", r#"sip={"admin":false}"#], alice(r#"},"sip":{"admin":false,"call":true}}"#)),
        (&["sip.call=true", "sip=null", "hidden=true"], alice(r#","hidden":true}}"#)),
        (&["destinationRoom=7", "kind=agent"], alice(r#","destinationRoom":"7"},"kind":"agent"}"#)),
        (&[r#"metadata={"a":1}"#], alice(r#"},"metadata":"{\"a\":1}"}"#)),
        (&["attributes.a=b=c", r#"attributes={"d":"e"}"#], alice(r#"},"attributes":{"a":"b=c","d":"e"}}"#)),
        // `agent` is a worker's flag, and a claim of LiveKit Cloud.
        (&["agent=true", "agent.admin=true"], alice(r#","agent":true},"agent":{"admin":true}}"#)),
        (
            &["agentThread.list=true", r#"kindDetails=["forwarded"]"#],
            alice(r#"},"agentThread":{"list":true},"kindDetails":["forwarded"]}"#),
        ),
        (&["roomConfig.max_participants=5"], alice(r#"},"roomConfig":{"maxParticipants":5}}"#)),
    ] {
        let flags: Vec<&str> = given.iter().flat_map(|given| ["--grant", given]).collect();
        let minted = mint(&home, &[&JOIN[..], &flags].concat());
        assert_eq!(minted.silent(), expected, "{given:?}");
        let open = |door: &&str| match *door {
            "join" => true,
            "sip-call" => expected.contains(r#""call":true"#),
            "agent" => expected.contains(r#""agent":true"#),
            _ => false,
        };
        minted.opens(&home, &crate::minted::DOORS.into_iter().filter(open).collect::<Vec<_>>());
    }
    let piped = mint_with(&home, &[&JOIN[..], &["--grant", "-"]].concat(), &[], r#"{"hidden":true}"#);
    assert_eq!(piped.silent(), alice(r#","hidden":true}}"#));
    let typed = mint(&home, &[&JOIN[..], &["--grant", "hidden=true", "--hidden=false"]].concat());
    assert_eq!(typed.silent(), alice(r#","hidden":false}}"#), "a flag of its own wins");
}

#[test]
fn a_token_is_for_the_room_that_was_typed_and_two_are_refused() {
    let home = Home::new();
    home.write("grants.json", r#"{"video":{"room":"demo","hidden":true}}"#);
    let told = "error: --room is \"hall\", and the room of --grant is \"demo\"\nhint: leave one of them out: a token is \
                for one room\n";
    for more in [&["-i=alice"][..], &["--count=2", "-i=u{n}"], &["--batch=-"]] {
        for grant in ["room=demo", "video.room=demo", "@grants.json", r#"{"room":"demo"}"#] {
            let hall = [&["-r=hall", "--grant", grant], more].concat();
            assert_eq!(refused(&home, &hall), told, "{hall:?}");
        }
    }
    let alice = |args: &[&str]| mint_with(&home, &[&["-i=alice"], args].concat(), &[], REQUEST);
    for args in [
        &["--grant=room=demo"][..],
        &["--grant=room=demo", "-r=demo"],
        &["--grant=@grants.json", "--hidden=false", "-r=demo"],
        &["--grant=room=hall", "--grant=room=null", "-r=demo"],
        // As every flag, it wins over a document.
        &["--grant=room=demo", "--request=-"],
    ] {
        let minted = alice(args);
        let video = r#""video":{"room":"demo","roomJoin":true,"canPublish":true,"canSubscribe":true"#;
        assert!(minted.silent().contains(video), "{args:?}: {}", minted.claims);
    }
    let wrong = refused(&home, &["-r=hall", "--grant=room=demo", "--grant=canPublsh=true"]);
    assert!(wrong.starts_with("error: --grant: canPublsh: is unknown"), "{wrong}");
}

const REQUEST: &str = r#"{"roomName":"document","participantIdentity":"bob"}"#;

#[test]
fn a_grant_that_is_none_is_told_with_its_path() {
    let home = Home::new();
    let is_no = "is no grant: it is";
    all_refused(
        &home,
        &[
            (&["--grant=canPublsh=true"], "--grant: canPublsh: is unknown; did you mean canPublish?"),
            (&["--grant=sip.cal=true"], "--grant: sip.cal: is unknown; did you mean call?"),
            (&["--grant=canPublish=yes"], "--grant: video.canPublish: true or false is needed, not a string"),
            (&["--grant=canPublish=1"], "--grant: video.canPublish: true or false is needed, not a number"),
            (&["--grant=sip=true"], "--grant: sip: an object is needed, not true or false"),
            (
                &[r#"--grant={"video":{"hidden":0}}"#],
                "--grant: video.hidden: true or false is needed, not a number",
            ),
            (&["--grant=kindDetails=x"], "--grant: kindDetails: an array is needed, not a string"),
            (&[r#"--grant={"hidden":true,"hidden":false}"#], "--grant: hidden: is given twice"),
            (&["--grant=sub=bob"], &format!("--grant: sub: {is_no} the identity of the request")),
            (&["--grant=exp=5"], &format!("--grant: exp: {is_no} the lifetime of the request")),
            (&["--grant=iss=k"], &format!("--grant: iss: {is_no} the API key of the request")),
            (&["--grant=canPublish"], "--grant takes KEY=VALUE, and there is no `=` in what was given"),
            (
                &["--grant==true"],
                "--grant takes KEY=VALUE, and there is no KEY before a `=` in what was given",
            ),
            (&["--grant=@"], "--grant: there is no file's name behind `@`"),
            (
                &["--can-publish=yes"],
                "invalid value 'yes' for '--can-publish[=<BOOL>]' [possible values: true, false]",
            ),
        ],
    );
}

#[test]
fn quotes_that_a_shell_took_away_are_missed() {
    let home = Home::new();
    let hint = "hint: PowerShell and cmd do that: give a file as @FILE, or pipe it in with `-`\n";
    let lost = "it looks as if a shell took its quotes away";
    for (args, told) in [
        (["--grant", "{hidden:true}"], format!("--grant is not JSON: unexpected 'h' at byte 1; {lost}")),
        (["--grant", "'{hidden:true}'"], format!("--grant is not JSON: unexpected ''' at byte 0; {lost}")),
        (["--grant", "sip={call:true}"], format!("--grant: sip: an object is needed, not a string; {lost}")),
        (
            ["--attributes", "{team:red}"],
            format!("--attributes is not JSON: unexpected 't' at byte 1; {lost}"),
        ),
        (
            ["--room-config", "{tags:{}}"],
            format!("--room-config is not JSON: unexpected 't' at byte 1; {lost}"),
        ),
    ] {
        assert_eq!(refused(&home, &[&JOIN[..], &args].concat()), format!("error: {told}\n{hint}"));
    }
    for flag in ["--metadata", "--agent-metadata"] {
        let minted = mint(&home, &[&JOIN[..], &["--agent=a", flag, "{team:red}"]].concat());
        let warning = format!("{flag} looks like JSON whose quotes a shell took away; {}", &hint[6..]);
        assert_eq!(minted.stderr, format!("warning: {warning}"));
        assert!(minted.claims.contains(r#""metadata":"{team:red}""#), "{}", minted.claims);
    }
}

#[test]
fn what_joins_nothing_needs_no_room_and_no_identity() {
    let home = Home::new();
    for (flags, claims, doors) in [
        (&["--list"][..], r#","video":{"roomList":true}"#, &["list"][..]),
        (&["--create"], r#","video":{"roomCreate":true}"#, &["create"]),
        (&["--record"], r#","video":{"roomRecord":true}"#, &["record"]),
        (&["--ingress"], r#","video":{"ingressAdmin":true}"#, &["ingress"]),
        (&["--worker"], r#","video":{"agent":true}"#, &["agent"]),
        (&["--sip-admin", "--sip-call"], r#","sip":{"admin":true,"call":true}"#, &["sip", "sip-call"]),
        (&["--inference"], r#","inference":{"perform":true}"#, &[]),
        (&["--grant=observability.write=true"], r#","observability":{"write":true}"#, &[]),
        (&["--admin", "-r=demo"], r#","video":{"room":"demo","roomAdmin":true}"#, &["admin"]),
        (&["--list", "-n=Bob"], r#","name":"Bob","video":{"roomList":true}"#, &["list"]),
        (
            &["--list", "-i=alice", "--join=false"],
            r#","sub":"alice","name":"alice","video":{"roomJoin":false,"roomList":true}"#,
            &["list"],
        ),
    ] {
        let minted = mint(&home, flags);
        assert_eq!(minted.silent(), format!("{HEAD}{claims}}}"), "{flags:?}");
        minted.opens(&home, doors);
    }
    let nothing = mint(&home, &["--join=false"]);
    assert_eq!(nothing.claims, format!(r#"{HEAD},"video":{{"roomJoin":false}}}}"#));
    assert_eq!(nothing.warnings(), ["no-grant"]);
    let roomy = mint(&home, &["--list", "-r=demo"]);
    assert_eq!(roomy.claims, format!(r#"{HEAD},"video":{{"room":"demo","roomList":true}}}}"#));
    assert_eq!(roomy.warnings(), ["unused-room"]);
    let json = home.run(&["mint", "--dev", "--at", AT, "--list"]).data();
    let token = mint(&home, &["--list"]).token;
    assert_eq!(json, format!("{{\"token\":\"{token}\",\"expiresAt\":\"2023-11-14T23:13:20Z\"}}\n"));
}

#[test]
fn what_a_token_is_about_is_missed_where_it_is_needed() {
    let home = Home::new();
    for (flags, missing) in [
        (&["--admin"][..], &["roomName"][..]),
        (&["--admin", "--list"], &["roomName"]),
        (&["--list", "-i=alice"], &["roomName"]),
        (&["--list", "--join"], &["roomName", "participantIdentity"]),
        (&["--list=false"], &["roomName", "participantIdentity"]),
        (&["--hidden"], &["roomName", "participantIdentity"]),
        (&["--create", "--role=publisher", "-r=demo"], &["participantIdentity"]),
    ] {
        let told = refused(&home, flags);
        let rules: Vec<&str> =
            told.lines().filter_map(|line| line.strip_prefix("  ")?.split(':').next()).collect();
        assert_eq!(rules, missing, "{flags:?}: {told}");
    }
}

#[test]
fn variables_stay_out_of_a_token_that_has_no_use_for_them() {
    let home = Home::new();
    let variables = [("LKTOKEN_ROOM", "demo"), ("LKTOKEN_IDENTITY", "alice")];
    for (flags, claims) in [
        (&[][..], format!("{ALICE}}}")),
        (&["--list"], r#","video":{"roomList":true}"#.to_owned()),
        (&["--create", "--join=false"], r#","video":{"roomJoin":false,"roomCreate":true}"#.to_owned()),
        (&["--admin"], r#","video":{"room":"demo","roomAdmin":true}"#.to_owned()),
        (&["--sip-call", "--join"], format!(r#"{ALICE}}},"sip":{{"call":true}}"#)),
    ] {
        let minted = mint_with(&home, flags, &variables, "");
        assert_eq!(minted.silent(), format!("{HEAD}{claims}}}"), "{flags:?}");
    }
}

#[test]
fn defaults_of_a_profile_stay_out_too_but_for_the_lifetime() {
    let home = Home::new();
    home.write_config(
        "default_profile = 'p'\n[profiles.p]\napi_key = 'devkey'\napi_secret = 'secret'\n[profiles.p.defaults]\n\
         room = 'demo'\nname = 'Guest'\nexpires_in = '2h'\n",
    );
    for (flags, claims) in [
        (&["--list"][..], r#""video":{"roomList":true}"#),
        (&["--admin"], r#""video":{"room":"demo","roomAdmin":true}"#),
        (
            &["-i=alice", "--list=false"],
            r#""sub":"alice","name":"Guest","video":{"room":"demo","roomJoin":true,"canPublish":true,"canSubscribe":true,"roomList":false}"#,
        ),
    ] {
        let token = home.run(&[&["mint", "--at", AT, "-o=token"], flags].concat()).data();
        let head = HEAD.replace("1700003600", "1700007200");
        assert_eq!(crate::minted::claims(&home, &token), format!("{head},{claims}}}"));
    }
}

#[test]
fn what_makes_it_a_token_to_join_with_is_told_where_something_is_missing_for_that() {
    let home = Home::new();
    let hints = |args: &[&str]| {
        let told = home.run(&[&["mint", "--dev", "--error-format=text"], args].concat()).failure(2);
        told.contains("hint: or --join=false, for a token that joins no room")
    };
    for args in [
        &["--list", "-i=alice"][..],
        &["--create", "--metadata=m"],
        &["--record", "--source=camera", "-r=demo"],
        &["--admin", "--hidden", "-r=demo"],
        &["--grant=sip.call=true", "-i=alice"],
    ] {
        assert!(hints(args), "{args:?}");
        home.run(&[&["mint", "--dev", "-q", "--join=false"], args].concat()).data();
    }
    for args in [
        &["-i=alice"][..],
        &["--admin", "-i=alice"],
        &["--admin"],
        &["--list", "--join"],
        &["--list", "-r=a b", "-i=alice"],
    ] {
        assert!(!hints(args), "{args:?}");
    }
}

#[test]
fn a_lifetime_is_explained_by_the_rules_that_it_breaks() {
    let home = Home::new();
    let told = |args: &[&str]| {
        let args = [&["mint", "--dev", "-r=demo", "-i=alice", "--error-format=text"], args].concat();
        home.run(&args).failure(2)
    };
    for lifetime in ["10y", "0s", "3651d"] {
        let text = told(&["--rules=livekit", "-e", lifetime]);
        assert!(text.ends_with("hint: a lifetime is 1 s to 10 years (3650 d): 90, 15m, 30d\n"), "{text}");
        assert!(told(&["-e", lifetime]).contains("hint: a lifetime is 60 s to 24 h: "), "{lifetime}");
    }
}
