//! Roles: sets of grants with a name, built in and of the config file.

use lktoken::token::role;

use crate::minted::{HEAD, JOIN, mint, refused};
use crate::program::{Home, internal_error};

/// The built-in roles: the members of `video` behind `roomJoin`, the claims beside it, and the doors they open.
const BUILT_IN: [(&str, &str, &str, &[&str]); 6] = [
    ("publisher", r#""canPublish":true,"canSubscribe":true,"canPublishData":true"#, "", &["join"]),
    ("subscriber", r#""canPublish":false,"canSubscribe":true,"canPublishData":false"#, "", &["join"]),
    (
        "moderator",
        r#""canPublish":true,"canSubscribe":true,"canPublishData":true,"roomAdmin":true"#,
        "",
        &["join", "admin"],
    ),
    (
        "agent",
        r#""canPublish":true,"canSubscribe":true,"canPublishData":true,"canUpdateOwnMetadata":true,"agent":true"#,
        r#","kind":"agent""#,
        &["join", "agent"],
    ),
    (
        "recorder",
        r#""canPublish":false,"canSubscribe":true,"canPublishData":false,"hidden":true,"recorder":true"#,
        r#","kind":"egress""#,
        &["join"],
    ),
    (
        "ingress",
        r#""canPublish":true,"canSubscribe":false,"canUpdateOwnMetadata":true"#,
        r#","kind":"ingress""#,
        &["join"],
    ),
];

/// Alice's payload with these members behind `roomJoin`, and these claims.
fn payload(video: &str, claims: &str) -> String {
    let room = r#""room":"demo","roomJoin":true"#;
    format!(r#"{HEAD},"sub":"alice","name":"alice","video":{{{room},{video}}}{claims}}}"#)
}

fn with_role<'a>(role: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&JOIN[..], &["--role", role], more].concat()
}

#[test]
fn a_built_in_role_is_a_set_of_grants() {
    let home = Home::new();
    for (role, video, claims, doors) in BUILT_IN {
        let minted = mint(&home, &with_role(role, &[]));
        assert_eq!(minted.silent(), payload(video, claims), "{role}");
        minted.opens(&home, doors);
    }
    let more = mint(&home, &with_role("subscriber", &["--can-publish-data", "--hidden", "--metadata=m"]));
    let video = r#""canPublish":false,"canSubscribe":true,"canPublishData":true,"hidden":true"#;
    assert_eq!(more.silent(), payload(video, r#","metadata":"m""#), "flags win over a role");
}

const OWN: &str = "\
[roles.host] # ours
roomJoin = true
roomAdmin = true
video.hidden = true
sip = { call = true }
attributes = { team = 'red' }
canPublishSources = ['camera']
roomConfig = { max_participants = 5, agents = [{ agent_name = 'bot' }] }

[roles.publisher]
canPublish = true

[roles.desk]
roomList = true
";

#[test]
fn a_role_of_the_config_file_goes_before_a_built_in_one() {
    let home = Home::new();
    home.write_config(OWN);
    let host = mint(&home, &with_role("host", &[]));
    assert_eq!(
        host.silent(),
        payload(
            r#""canPublish":true,"canSubscribe":true,"canPublishSources":["camera"],"hidden":true,"roomAdmin":true"#,
            r#","sip":{"call":true},"attributes":{"team":"red"},"roomConfig":{"maxParticipants":5,"agents":[{"agentName":"bot"}]}"#,
        )
    );
    host.opens(&home, &["join", "admin", "sip-call"]);
    let publisher = mint(&home, &with_role("publisher", &[]));
    assert_eq!(publisher.silent(), payload(r#""canPublish":true,"canSubscribe":true"#, ""));
    let desk = mint(&home, &["--role=desk"]);
    assert_eq!(desk.silent(), format!(r#"{HEAD},"video":{{"roomList":true}}}}"#));
    desk.opens(&home, &["list"]);
    let named = home.write_private("other.toml", "[roles.desk]\nroomCreate = true\n");
    let other = mint(&home, &["--role=desk", "--config", named.to_str().unwrap()]);
    assert_eq!(other.silent(), format!(r#"{HEAD},"video":{{"roomCreate":true}}}}"#));
}

#[test]
fn roles_are_listed_with_what_they_expand_to() {
    let home = Home::new();
    let built_in = |name: &str| {
        let (_, video, claims, _) = BUILT_IN.into_iter().find(|role| role.0 == name).unwrap();
        let purpose = role::BUILT_IN.iter().find(|role| role.name == name).unwrap().purpose;
        format!(
            r#"{{"name":"{name}","source":"built in","purpose":"{purpose}","grants":{{"video":{{"roomJoin":true,{video}}}{claims}}}}}"#
        )
    };
    let document = |roles: Vec<String>| format!("{{\"roles\":[{}]}}\n", roles.join(","));
    let all = BUILT_IN.iter().map(|role| built_in(role.0)).collect();
    assert_eq!(home.run(&["roles"]).data(), document(all));
    home.write_config(OWN);
    let mut listed: Vec<String> = BUILT_IN[1..].iter().map(|role| built_in(role.0)).collect();
    listed.extend([
        r#"{"name":"host","source":"config file, line 1","grants":{"video":{"roomJoin":true,"canPublish":true,"canSubscribe":true,"canPublishSources":["camera"],"hidden":true,"roomAdmin":true},"sip":{"call":true},"attributes":{"team":"red"},"roomConfig":{"maxParticipants":5,"agents":[{"agentName":"bot"}]}}}"#.to_owned(),
        r#"{"name":"publisher","source":"config file, line 10","grants":{"video":{"roomJoin":true,"canPublish":true,"canSubscribe":true}}}"#.to_owned(),
        r#"{"name":"desk","source":"config file, line 13","grants":{"video":{"roomList":true}}}"#.to_owned(),
    ]);
    assert_eq!(home.run(&["roles"]).data(), document(listed));
    assert_eq!(
        home.run(&["roles", "--config=gone.toml"]).json_failure(3),
        internal_error("cannot read the config file: it does not exist")
    );
}

#[test]
fn an_unknown_role_is_told_with_the_nearest_and_all_names() {
    let home = Home::new();
    home.write_config("[roles.host]\nroomJoin = true\n");
    for (role, meant) in
        [("hots", "; did you mean host?"), ("subscribr", "; did you mean subscriber?"), ("", "")]
    {
        assert_eq!(
            refused(&home, &with_role(role, &[])),
            format!(
                "error: there is no role {role:?}{meant}\nhint: there are: publisher, subscriber, moderator, agent, \
                 recorder, ingress, host\nhint: `lktoken roles` shows what each expands to; [roles.NAME] in the config \
                 file adds one\n"
            )
        );
    }
}

#[test]
fn a_role_that_is_none_is_told_by_line_and_grant() {
    let home = Home::new();
    for (line, problem) in [
        ("canPublsh = true", "canPublsh: is unknown; did you mean canPublish?"),
        ("canPublish = 'yes'", "video.canPublish: true or false is needed, not a string"),
        ("sip = { cal = true }", "sip.cal: is unknown; did you mean call?"),
        ("metadata = 5", "metadata: a string is needed, not a number"),
        ("sub = 'alice'", "sub: is no grant: it is the identity of the request"),
        ("hidden = 2026-01-31", "hidden: has a date or a number that JSON does not have"),
        (
            "roomConfig = { agents = [{ agentNme = 'x' }] }",
            "roomConfig.agents[0].agentNme: is unknown; did you mean agentName?",
        ),
    ] {
        let config = home.write_config(&format!("[roles.host]\nroomJoin = true\n{line}\n"));
        let problem = format!("line 3: [roles.host]: {problem}");
        let told = internal_error(&format!("the config file, {problem}"));
        let mint = [&["mint", "--dev"], &with_role("publisher", &[])[..]].concat();
        for args in [&mint[..], &["roles"], &["profile", "list"]] {
            assert_eq!(home.run(args).json_failure(3), told, "{args:?}");
        }
        assert_eq!(
            home.run(&["roles", "--error-format=text"]).failure(3),
            format!("error: {}, {problem}\n", config.display())
        );
    }
    for (text, problem) in [
        ("[roles]\nhost = true\n", "line 2: host in [roles] must be a table of grants, not boolean"),
        (
            "\n[roles.'my role']\n",
            "line 2: \"my role\" is no name for a role: use letters, digits, `_` and `-`",
        ),
        ("[rols.host]\n", "line 1: unknown key \"rols\" in the top-level table; did you mean \"roles\"?"),
    ] {
        home.write_config(text);
        let told = internal_error(&format!("the config file, {problem}"));
        assert_eq!(home.run(&["roles"]).json_failure(3), told);
    }
}

#[cfg(unix)]
#[test]
fn roles_are_a_paragraph_each_on_a_terminal() {
    let home = Home::new();
    home.write_config("[roles.desk]\nroomList = true\n");
    let shown = crate::terminal::Terminal::new(&home, &["roles"]).run().screen();
    let first = "publisher  sees, hears and is seen and heard, and sends data\n  roomJoin=true canPublish=true canSubscribe=true canPublishData=true\nsubscriber  ";
    assert!(shown.starts_with(first), "{shown}");
    assert!(shown.ends_with("\ndesk  config file, line 1\n  roomList=true\n"), "{shown}");
    assert!(shown.contains(" kind=agent\n"), "{shown}");
}
