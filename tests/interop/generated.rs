//! All that an SDK is asked about the generated requests, in one process and once for all tests.

use std::sync::{LazyLock, OnceLock};

use crate::our_tokens::{Minted, minted_for_each_seed};
use crate::sdk::{Answer, Question, Sdk, skip};
use crate::their_tokens::{Asked, asked_for_each_seed};

/// What came of the generated requests.
pub struct Generated {
    /// Tokens of ours.
    pub minted: &'static [Minted],
    /// What the SDK says about each of them, in order: as many answers as there are questions about one.
    pub verified: Vec<Answer>,
    /// What the SDK was asked to sign.
    pub asked: &'static [Asked],
    /// What it signed, in order.
    pub signed: Vec<Answer>,
}

/// The same tokens and wishes for every SDK.
static MINTED: LazyLock<Vec<Minted>> = LazyLock::new(minted_for_each_seed);
static ASKED: LazyLock<Vec<Asked>> = LazyLock::new(asked_for_each_seed);

/// What this SDK made of them; `None`, and a note that `test` was skipped, where it is missing.
pub fn generated_for(sdk: Sdk, test: &str) -> Option<&'static Generated> {
    static OF_EACH_SDK: [OnceLock<Result<Generated, String>>; 4] = [const { OnceLock::new() }; 4];
    let generated = OF_EACH_SDK[sdk.column()].get_or_init(|| generate(sdk));
    generated.as_ref().map_err(|missing| skip(test, missing)).ok()
}

fn generate(sdk: Sdk) -> Result<Generated, String> {
    let (minted, asked) = (MINTED.as_slice(), ASKED.as_slice());
    let mut questions: Vec<Question> = asked.iter().map(Asked::question).collect();
    questions.extend(minted.iter().flat_map(Minted::questions));
    let mut signed = sdk.answers(&questions)?;
    let verified = signed.split_off(asked.len());
    Ok(Generated { minted, verified, asked, signed })
}
