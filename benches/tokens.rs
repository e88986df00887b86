//! What the core does, one piece at a time, in tokens a second (criterion's `elem/s`): `cargo bench --bench tokens`.
//!
//! Built with the profile of the binary that ships. Whole processes are `bench/compare`'s.
#![allow(clippy::expect_used)] // A benchmark fails by panicking.

use std::hint::black_box;
use std::io::Write;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use lktoken::token::batch::Batch;
use lktoken::token::batch::lines::{Line, LineReader, Lines};
use lktoken::token::grants::Grants;
use lktoken::token::inspect::{SignatureState, inspect};
use lktoken::token::key::{ApiKey, ApiSecret, SigningKey};
use lktoken::token::mint::mint;
use lktoken::token::reader::Token;
use lktoken::token::request::{TokenRequest, UnknownMembers, ValidRequest};
use lktoken::token::rules::Rules;
use lktoken::token::time::UnixTime;
use lktoken::token::validate::{Door, Judge};

/// As long as those that people have: `generate-keys` of a LiveKit server makes a secret of 43 bytes.
const REQUEST: &[u8] = br#"{"roomName":"consultation-room-123","participantIdentity":"user-000001","expirationSeconds":3600,"participantName":"Dr. Ada Example"}"#;
const LINES: u32 = 100_000;

fn key() -> SigningKey {
    let secret = ApiSecret::new("an-example-secret-of-forty-three-characters".to_owned());
    SigningKey::new(ApiKey::new("APIexample123456").expect("a key"), &secret.expect("a secret"))
}

fn now() -> UnixTime {
    UnixTime::from_seconds(1_700_000_000).expect("a time")
}

fn validated(document: &[u8]) -> ValidRequest<'_> {
    let request = TokenRequest::from_json(document).expect("a request");
    request.validate(Rules::Contract, UnknownMembers::Refuse).expect("a valid request")
}

/// One token at a time.
fn single(criterion: &mut Criterion) {
    let (key, now) = (key(), now());
    let token = mint(&validated(REQUEST), &key, now).expect("a token").token;
    let payload = Token::read(&token).expect("three parts").payload.expect("a payload").compact();
    let mut group = criterion.benchmark_group("token");
    group.throughput(Throughput::Elements(1));
    group.bench_function("validate a request", |bencher| {
        bencher.iter(|| black_box(validated(black_box(REQUEST))).expiration_seconds());
    });
    group.bench_function("sign", |bencher| {
        let mut signed = String::new();
        bencher.iter(|| {
            signed.clear();
            key.signer().sign_into(black_box(payload.as_bytes()), &mut signed).expect("a token");
        });
        assert_eq!(signed, token);
    });
    group.bench_function("mint", |bencher| {
        let request = validated(REQUEST);
        bencher.iter(|| mint(black_box(&request), &key, now).expect("a token"));
    });
    group.bench_function("verify", |bencher| {
        let judge =
            Judge { key: &key, source: "the benchmark", now, door: Door::Join, room: None, strict: true };
        bencher.iter(|| assert!(judge.judge(black_box(&token)).valid));
    });
    group.bench_function("inspect", |bencher| {
        bencher.iter(|| {
            let inspection = inspect(black_box(&token), Some((&key, "the benchmark")), now).expect("a token");
            assert_eq!(inspection.signature, SignatureState::Valid);
        });
    });
    group.finish();
}

/// What one thread of `mint --batch` does, from the bytes of the lines to those of the answers.
fn batch(criterion: &mut Criterion) {
    let now = now();
    let mut batch = Batch::new(key(), Grants::default(), []).expect("a batch");
    batch.rules = Rules::Contract;
    let mut input = Vec::new();
    for number in 1..=LINES {
        writeln!(
            input,
            r#"{{"roomName":"room-{}","participantIdentity":"user-{number:06}","expirationSeconds":3600,"participantName":"Dr. Ada Example"}}"#,
            number % 20
        )
        .expect("memory");
    }
    let mut group = criterion.benchmark_group("batch");
    few_samples(&mut group);
    group.throughput(Throughput::Elements(u64::from(LINES)));
    group.bench_function(format!("{LINES} lines"), |bencher| {
        bencher.iter(|| {
            let mut reader = LineReader::new(input.as_slice());
            let (mut lines, mut answers, mut minter) = (Lines::default(), Vec::new(), batch.minter());
            let mut tokens = 0;
            while reader.read_into(&mut lines).expect("memory") {
                answers.clear();
                for (number, line) in lines.iter() {
                    let Line::Bytes(line) = line else { panic!("line {number} is too long") };
                    minter.answer(line, number, now, &mut answers).expect("an answer");
                    tokens += 1;
                }
                black_box(&answers);
            }
            assert_eq!(tokens, LINES);
        });
    });
    group.finish();
}

/// For what takes a tenth of a second.
fn few_samples(group: &mut BenchmarkGroup<'_, WallTime>) {
    group.sample_size(20).measurement_time(Duration::from_secs(10));
}

criterion_group!(benches, single, batch);
criterion_main!(benches);
