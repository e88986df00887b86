//! The claims beside the grants: metadata, attributes, the kind, and the settings of a room that a join creates.

use crate::minted::{ALICE, HEAD, JOIN, all_refused, mint, mint_with, refused};
use crate::program::{Home, internal_error};

/// These flags write these claims behind alice's grants, and the token still joins.
#[track_caller]
fn write(home: &Home, flags: &[&str], stdin: &str, claims: &str) {
    let minted = mint_with(home, &[&JOIN[..], flags].concat(), &[], stdin);
    assert_eq!(minted.silent(), format!("{HEAD}{ALICE}}},{claims}}}"), "{flags:?}");
    minted.opens(home, &["join"]);
}

#[test]
fn metadata_is_a_text_and_loses_one_line_end_of_a_file() {
    let home = Home::new();
    for (content, kept) in
        [("m\n", "m"), ("m\r\n", "m"), ("m\n\n", r"m\n"), ("m", "m"), ("\u{feff}m", "m"), ("", "")]
    {
        home.write("metadata", content);
        let claims = format!(r#""metadata":"{kept}""#);
        write(&home, &["--metadata", "@metadata"], "", &claims);
        write(&home, &["--metadata", "-"], content, &claims);
    }
    for (typed, kept) in
        [("m\n", r"m\n"), ("", ""), (r#"{"a":1}"#, r#"{\"a\":1}"#), ("a@b", "a@b"), ("é", "é")]
    {
        write(&home, &["--metadata", typed], "", &format!(r#""metadata":"{kept}""#));
    }
    home.write("bytes", b"\xff");
    all_refused(
        &home,
        &[
            (&["--metadata=@"], "--metadata: there is no file's name behind `@`"),
            (&["--metadata=@bytes"], "what was given with --metadata is not valid UTF-8"),
        ],
    );
    home.write("large", vec![b'x'; (1 << 20) + 1]);
    all_refused(&home, &[(&["--metadata=@large"], "what was given with --metadata is over 1 MiB")]);
    let gone = home.run(&[&["mint", "--dev", "--metadata=@gone"], &JOIN[..]].concat());
    let gone = gone.failure(5);
    assert!(gone.contains("cannot read the file given with --metadata: "), "{gone}");
}

#[test]
fn an_attribute_is_split_at_the_first_equals_sign_and_never_at_a_comma() {
    let home = Home::new();
    for (flags, attributes) in [
        (&["--attribute", "team=red"][..], r#""team":"red""#),
        (&["--attribute", "a=b=c,d=e"], r#""a":"b=c,d=e""#),
        (&["--attribute", "a="], r#""a":"""#),
        (&["--attribute", "a b= c "], r#""a b":" c ""#),
        (&["--attribute", "a=@file"], r#""a":"@file""#),
        (&["--attribute=b=1", "--attribute=a=2", "--attribute=b=3"], r#""b":"3","a":"2""#),
        (&["--attributes", r#"{"z":"1","a":"2"}"#, "--attribute=z=3"], r#""z":"3","a":"2""#),
        (&["--attribute=z=3", "--attributes", r#"{"z":"1"}"#], r#""z":"3""#),
    ] {
        write(&home, flags, "", &format!(r#""attributes":{{{attributes}}}"#));
    }
    let json = " { \"b\" : \"1\" } \r\n";
    home.write("attributes.json", json);
    write(&home, &["--attributes=@attributes.json"], "", r#""attributes":{"b":"1"}"#);
    write(&home, &["--attributes=-", "--attribute=c=2"], json, r#""attributes":{"b":"1","c":"2"}"#);
    let no_key = "--attribute takes KEY=VALUE, and there is no KEY before a `=` in what was given";
    all_refused(
        &home,
        &[
            (&["--attribute=team"], "--attribute takes KEY=VALUE, and there is no `=` in what was given"),
            (&["--attribute==red"], no_key),
            (&[r#"--attributes={"a":1}"#], "--attributes: attributes.a: a string is needed, not a number"),
            (&[r#"--attributes={"a":"1","a":"2"}"#], "--attributes: attributes.a: is given twice"),
            (&["--attributes=[]"], "--attributes: attributes: an object is needed, not an array"),
        ],
    );
}

#[test]
fn standard_input_is_for_one_flag() {
    let home = Home::new();
    for (flags, first, second) in [
        (["--metadata=-", "--attributes=-"], "--metadata", "--attributes"),
        (["--room-config=-", "--metadata=-"], "--metadata", "--room-config"),
        (["--grant=-", "--grant=-"], "--grant", "--grant"),
        (["--request=-", "--metadata=-"], "--request", "--metadata"),
        (["--from=-", "--attributes=-"], "--from", "--attributes"),
    ] {
        let stdin = if flags[0] == "--from=-" { r#"{"sub":"a"}"# } else { "{}" };
        let run = home.run_with(&[&["mint", "--dev"], &JOIN[..], &flags].concat(), stdin);
        assert_eq!(
            run.json_failure(2),
            internal_error(&format!("standard input cannot be read for both {first} and {second}"))
        );
    }
}

#[test]
fn a_kind_is_one_that_servers_know() {
    let home = Home::new();
    for kind in lktoken::token::grants::KINDS {
        write(&home, &["--kind", kind], "", &format!(r#""kind":"{kind}""#));
    }
    let told = refused(&home, &[&JOIN[..], &["--kind=agnet"]].concat());
    assert!(told.contains("invalid value 'agnet'") && told.contains("; did you mean agent?"), "{told}");
}

#[test]
fn a_room_is_configured_as_every_sdk_writes_it() {
    let home = Home::new();
    let proto = r#"{"tags":{"a":"b"},"agents":[{"agent_name":"one","restart_policy":"JRP_NEVER"}],"sync_streams":true,"max_participants":"20","empty_timeout":300,"departure_timeout":20,"min_playout_delay":1,"max_playout_delay":2,"name":"n","metadata":"m"}"#;
    let written = r#""roomConfig":{"name":"n","emptyTimeout":300,"departureTimeout":20,"maxParticipants":20,"metadata":"m","minPlayoutDelay":1,"maxPlayoutDelay":2,"syncStreams":true,"agents":[{"agentName":"one","restartPolicy":"JRP_NEVER"}],"tags":{"a":"b"}}"#;
    let (_, camel) = written.split_once(':').unwrap();
    home.write("room.json", proto);
    write(&home, &["--room-config", proto], "", written);
    write(&home, &["--room-config", camel], "", written);
    write(&home, &["--room-config=@room.json"], "", written);
    write(&home, &["--room-config=-", "--room-preset=p"], proto, &format!(r#""roomPreset":"p",{written}"#));
    // Egress is carried on as it is.
    let egress =
        r#"{"egress":{"room":{"room_name":"x","fileOutputs":[{"filepath":"a.mp4"}]}},"max_participants":2}"#;
    let kept = r#""roomConfig":{"maxParticipants":2,"egress":{"room":{"room_name":"x","fileOutputs":[{"filepath":"a.mp4"}]}}}"#;
    write(&home, &["--room-config", egress], "", kept);
    all_refused(
        &home,
        &[
            (
                &[r#"--room-config={"max_partcipants":1}"#],
                "--room-config: roomConfig.max_partcipants: is unknown; did you mean maxParticipants?",
            ),
            (
                &[r#"--room-config={"agents":[{},{"agentNme":"x"}]}"#],
                "--room-config: roomConfig.agents[1].agentNme: is unknown; did you mean agentName?",
            ),
            (
                &[r#"--room-config={"emptyTimeout":-1}"#],
                "--room-config: roomConfig.emptyTimeout: a whole number from 0 to 4294967295 is needed, not this number",
            ),
            (
                &[r#"--room-config={"tags":{"a":1}}"#],
                "--room-config: roomConfig.tags.a: a string is needed, not this number",
            ),
            (&["--room-config=5"], "--room-config: roomConfig: an object is needed, not this number"),
        ],
    );
    let secret = r#"{"egress":{"room":{"file":{"s3":{"secret":"hush"}}}}}"#;
    let minted = mint(&home, &[&JOIN[..], &["--room-config", secret]].concat());
    assert_eq!(minted.warnings(), ["storage-credentials"]);
    assert!(!minted.stderr.contains("hush"), "{}", minted.stderr);
}

#[test]
fn a_room_s_configuration_goes_on_top_of_what_grants_say_of_it() {
    let home = Home::new();
    home.write("four", "4\n");
    let grants = ["--grant=roomConfig.maxParticipants=@four", "--grant=roomConfig.emptyTimeout=1"];
    let config = ["--room-config", r#"{"emptyTimeout":10}"#];
    for flags in [[grants[0], grants[1], config[0], config[1]], [config[0], config[1], grants[0], grants[1]]]
    {
        write(&home, &flags, "", r#""roomConfig":{"emptyTimeout":10,"maxParticipants":4}"#);
    }
    write(&home, &["--grant=metadata=-"], "from a pipe\n", r#""metadata":"from a pipe""#);
    home.write("inference.json", r#"{"perform":true}"#);
    write(&home, &["--grant", "inference=@inference.json"], "", r#""inference":{"perform":true}"#);
    home.run(&["mint", "--dev", "-r=demo", "-i=alice", "--grant=metadata=@gone"]).failure(5);
}

#[test]
fn an_agent_is_called_beside_those_of_the_room_s_configuration() {
    let home = Home::new();
    home.write("task", "take notes\n");
    let config = r#"{"maxParticipants":2,"agents":[{"agent_name":"first"}]}"#;
    for (flags, written) in [
        (&["--agent=bot"][..], r#"{"agents":[{"agentName":"bot"}]}"#),
        (
            &["--agent=bot", "--agent-metadata=m", "--agent-deployment=blue"],
            r#"{"agents":[{"agentName":"bot","metadata":"m","deployment":"blue"}]}"#,
        ),
        (
            &["--agent=bot", "--agent-metadata=@task", "--room-config", config],
            r#"{"maxParticipants":2,"agents":[{"agentName":"first"},{"agentName":"bot","metadata":"take notes"}]}"#,
        ),
    ] {
        write(&home, flags, "", &format!(r#""roomConfig":{written}"#));
    }
    let missing = "the following required arguments were not provided: --agent <NAME>";
    all_refused(&home, &[(&["--agent-metadata=m"], missing), (&["--agent-deployment=d"], missing)]);
}
