//! Lines of a batch: each gets the answer that it would get alone, whatever stands beside it and however it arrives.
#![no_main]

use std::io::{self, Read};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use lktoken::token::batch::Batch;
use lktoken::token::batch::lines::{Line, LineReader, Lines};
use lktoken::token::grants::Grants;
use lktoken::token::mint::mint;
use lktoken::token::renewal::Renewal;
use lktoken::token::request::{TokenRequest, UnknownMembers};
use lktoken::token::response::ValidationError;
use lktoken::token::role::BUILT_IN;
use lktoken::token::rules::Rules;
use lktoken::token::validate::Door;
use lktoken_fuzz::{assert_is_json, judge, key, now, own_key};

static BATCHES: LazyLock<[Batch; 2]> = LazyLock::new(|| {
    Rules::ALL.map(|rules| {
        let roles =
            BUILT_IN.iter().map(|role| (role.name.to_owned(), role.expand().expect("roles are grants")));
        let mut batch = Batch::new(own_key(), Grants::default(), roles).expect("roles are grants");
        batch.rules = rules;
        batch
    })
});

fuzz_target!(|text: &[u8]| {
    let whole = read(text, usize::MAX);
    assert_eq!(read(text, 3), whole, "however they arrive");
    // Either set of rules in its turn.
    let batch = &BATCHES[text.len() % BATCHES.len()];
    let mut minter = batch.minter();
    let mut answers = Vec::new();
    for (number, line) in &whole {
        let start = answers.len();
        let result = minter.answer(line, *number, now(), &mut answers);
        let answer = match &result {
            Ok(()) => {
                let answer = std::str::from_utf8(&answers[start..]).expect("JSON is text");
                let (answer, rest) = answer.split_once('\n').expect("it is a line");
                assert!(rest.is_empty());
                assert_is_json(answer);
                Ok(answer)
            }
            Err(error) => {
                assert_eq!(answers.len(), start, "an error leaves nothing behind");
                assert_eq!(error.line, *number);
                let mut told = Vec::new();
                error.append_to(&mut told);
                assert_is_json(std::str::from_utf8(&told).expect("JSON is text").trim_end());
                Err(error.response.validation_errors.as_slice())
            }
        };
        is_answered_alike(line, batch.rules, answer);
        // Another minter, which has seen no other line, answers the same.
        let mut alone = Vec::new();
        let again = batch.minter().answer(line, *number, now(), &mut alone);
        assert_eq!((again, alone.as_slice()), (result, &answers[start..]));
    }
});

/// The lines that are not blank, read in pieces of at most so many bytes.
fn read(text: &[u8], piece: usize) -> Vec<(u64, Vec<u8>)> {
    let mut reader = LineReader::new(Pieces(text, piece));
    let mut lines = Lines::default();
    let mut all = Vec::new();
    while reader.read_into(&mut lines).expect("it is in memory") {
        all.extend(lines.iter().map(|(number, line)| match line {
            Line::Bytes(bytes) => (number, bytes.to_vec()),
            Line::TooLong => panic!("no input here is that long"),
        }));
    }
    all
}

struct Pieces<'a>(&'a [u8], usize);

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.1.min(self.0.len()).min(buffer.len());
        let (piece, rest) = self.0.split_at(length);
        buffer[..length].copy_from_slice(piece);
        self.0 = rest;
        Ok(length)
    }
}

/// As a single request, where it has only what one can have.
fn is_answered_alike(line: &[u8], rules: Rules, answer: Result<&str, &[ValidationError]>) {
    let of_lines = ["metadata", "attributes", "grants", "role"];
    match TokenRequest::from_json(line) {
        Err(error) => assert_eq!(answer, Err(&[error][..])),
        Ok(request) if request.unknown.iter().all(|name| !of_lines.contains(&name.as_ref())) => {
            let unknown = request.unknown.len();
            match (request.validate(rules, UnknownMembers::Refuse), answer) {
                (Ok(request), answer) => {
                    let single = mint(&request, key(), now()).expect("the year is not the last");
                    let single = serde_json::to_string(&single).expect("a response can be written");
                    assert_eq!(answer, Ok(single.as_str()));
                }
                // Where a member is unknown, other names are known in a line.
                (Err(errors), Err(answer)) if unknown == 0 => assert_eq!(answer, errors),
                (Err(errors), Err(answer)) => assert_eq!(answer.len(), errors.len()),
                (Err(errors), Ok(_)) => panic!("{errors:?}"),
            }
        }
        // What it says more of grants and claims is in its token, and can be renewed from there.
        Ok(_) => {
            let Ok(answer) = answer else { return };
            Renewal::read(answer.as_bytes()).expect("it was minted");
            let response: serde_json::Value = serde_json::from_str(answer).expect("it is JSON");
            let verdict = judge(response["token"].as_str().expect("there is one"), Door::Any, true);
            assert!(verdict.valid, "{:?}", verdict.problems);
        }
    }
}
