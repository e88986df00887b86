//! A line of a batch is answered as a request alone is, whatever stands on the lines around it.

use lktoken::token::answer::AnswerForm;
use lktoken::token::batch::Batch;
use lktoken::token::batch::lines::{Line, LineReader, Lines};
use lktoken::token::grants::Grants;
use lktoken::token::mint::mint;
use lktoken::token::request::{TokenRequest, UnknownMembers};
use lktoken::token::response::{ErrorResponse, ValidationError};
use lktoken::token::rules::Rules;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::given::{
    MemberText, any_name, grant_members, grants_of, hostile, object, request_members, space, text,
    written_in_some_way,
};
use crate::{cases, key, now};

/// A line, and the grants that it gives itself.
#[derive(Clone, Debug)]
struct Given {
    line: Vec<u8>,
    grants: Grants,
}

/// Members of the contract with a value that is likely to break a rule.
fn odd_members() -> impl Strategy<Value = Vec<MemberText>> {
    let name = select(vec![
        "roomName",
        "participantIdentity",
        "expirationSeconds",
        "participantName",
        "roomname",
        "x",
    ]);
    let value = prop_oneof![
        written_in_some_way(text(12)),
        written_in_some_way(any_name()),
        select(vec![
            "null",
            "true",
            "5",
            "60.5",
            "36e2",
            "1e309",
            "-0",
            "[]",
            "{}",
            r#""\ud800""#,
            r#""""#,
            "[1,{}]"
        ])
        .prop_map(str::to_owned),
    ];
    vec((name.prop_map(str::to_owned), value), 0..6)
}

fn given() -> impl Strategy<Value = Given> {
    let plain = |line: String| Given { line: line.into_bytes(), grants: Grants::default() };
    let no_line_end = |line: &Vec<u8>| !line.contains(&b'\n');
    let granted = (request_members(), grant_members(), space()).prop_map(|(mut members, grants, space)| {
        let said = grants_of(&grants);
        members.push(("grants".to_owned(), object(&grants, space)));
        Given { line: object(&members, space).into_bytes(), grants: said }
    });
    prop_oneof![
        4 => (request_members(), space()).prop_map(move |(members, space)| plain(object(&members, space))),
        3 => (odd_members(), space()).prop_map(move |(members, space)| plain(object(&members, space))),
        2 => granted,
        1 => hostile()
            .prop_filter("it is one line", no_line_end)
            .prop_map(|line| Given { line, grants: Grants::default() }),
    ]
}

/// What a request alone is answered: the token's response, or the rules that it breaks.
fn alone(given: &Given, rules: Rules) -> Option<Result<String, Vec<ValidationError>>> {
    let Given { line, grants } = given;
    let mut request = match TokenRequest::from_json(line) {
        Ok(request) => request,
        Err(error) => return Some(Err(vec![error])),
    };
    if *grants != Grants::default() {
        request.unknown.retain(|name| name != "grants");
        let mut filled = grants.clone();
        filled.fill_in(true);
        request.grants = filled.into();
    }
    // A line knows more members, and offers their names where one is unknown.
    if !request.unknown.is_empty() {
        return None;
    }
    Some(
        request
            .validate(rules, UnknownMembers::Refuse)
            .map(|request| serde_json::to_string(&mint(&request, &key(), now()).unwrap()).unwrap()),
    )
}

fn batch(rules: Rules, form: AnswerForm) -> Batch {
    let mut batch = Batch::new(key(), Grants::default(), []).unwrap();
    batch.rules = rules;
    batch.form = form;
    batch
}

fn rules() -> impl Strategy<Value = Rules> {
    select(Rules::ALL.to_vec())
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn a_line_is_answered_as_a_request_alone_is(lines in vec(given(), 1..8), rules in rules()) {
        let batch = batch(rules, AnswerForm::Json);
        let mut minter = batch.minter();
        let mut out = Vec::new();
        for (number, given) in (1..).zip(&lines) {
            let start = out.len();
            let answer = minter.answer(&given.line, number, now(), &mut out);
            let shown = String::from_utf8_lossy(&given.line);
            match (alone(given, rules), answer) {
                (Some(Ok(single)), answer) => {
                    prop_assert!(answer.is_ok(), "{}: {:?}", shown, answer);
                    prop_assert_eq!(std::str::from_utf8(&out[start..]).unwrap(), single + "\n", "{}", shown);
                }
                (Some(Err(errors)), Err(error)) => {
                    prop_assert_eq!(error.line, number);
                    prop_assert_eq!(error.response, ErrorResponse::validation(errors, now()), "{}", shown);
                    prop_assert_eq!(out.len(), start);
                }
                (None, answer) => prop_assert!(answer.is_err() || shown.contains("grants"), "{}", shown),
                (Some(Err(errors)), Ok(())) => prop_assert!(false, "{}: {:?}", shown, errors),
            }
        }
    }

    /// In every form the token of a line is the same, and the line is one line.
    #[test]
    fn every_form_has_the_same_token(given in given(), rules in rules()) {
        let answer = |form| {
            let mut out = Vec::new();
            let answered = batch(rules, form).minter().answer(&given.line, 1, now(), &mut out).is_ok();
            answered.then(|| String::from_utf8(out).unwrap())
        };
        let server_url = "ws://localhost:7880".to_owned();
        let Some(json) = answer(AnswerForm::Json) else {
            prop_assert_eq!(answer(AnswerForm::Token), None);
            return Ok(());
        };
        let response: serde_json::Value = serde_json::from_str(&json).unwrap();
        let token = response["token"].as_str().unwrap();
        prop_assert_eq!(answer(AnswerForm::Token), Some(format!("{token}\n")));
        let connection = answer(AnswerForm::Connection { server_url }).unwrap();
        let end = format!("\"participant_token\":\"{token}\"}}\n");
        prop_assert!(connection.ends_with(&end), "{}", connection);
        let csv = answer(AnswerForm::Csv).unwrap();
        let start = format!("{token},");
        prop_assert!(csv.starts_with(&start) && csv.ends_with('\n'), "{}", csv);
        prop_assert_eq!(json.matches('\n').count() + connection.matches('\n').count(), 2);
    }

    /// Lines are the same, and have the same numbers, in whatever pieces they arrive.
    #[test]
    fn lines_arrive_in_any_pieces(lines in vec(hostile(), 0..6), pieces in vec(1..40_usize, 1..4)) {
        let text = lines.join(&b"\r\n"[..]);
        prop_assert_eq!(read(&text, &pieces), read(&text, &[usize::MAX]));
        let count = text.split(|byte| *byte == b'\n').count() as u64;
        prop_assert!(read(&text, &pieces).iter().all(|(number, _)| (1..=count).contains(number)));
    }
}

/// A source that gives pieces of these lengths, over and over.
struct Pieces<'a>(&'a [u8], std::iter::Cycle<std::slice::Iter<'a, usize>>);

impl std::io::Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = (*self.1.next().unwrap()).min(self.0.len()).min(buffer.len());
        let (piece, rest) = self.0.split_at(length);
        buffer[..length].copy_from_slice(piece);
        self.0 = rest;
        Ok(length)
    }
}

fn read(text: &[u8], pieces: &[usize]) -> Vec<(u64, Vec<u8>)> {
    let mut reader = LineReader::new(Pieces(text, pieces.iter().cycle()));
    let mut lines = Lines::default();
    let mut all = Vec::new();
    while reader.read_into(&mut lines).unwrap() {
        all.extend(lines.iter().map(|(number, line)| match line {
            Line::Bytes(bytes) => (number, bytes.to_vec()),
            Line::TooLong => panic!("nothing here is that long"),
        }));
    }
    all
}
