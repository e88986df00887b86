//! An explanation and the answer to what is asked never contradict the verdict, which a server has confirmed.

use lktoken::token::explain::explain;
use lktoken::token::key::SigningKey;
use lktoken::token::time::UnixTime;
use lktoken::token::validate::{Ability, Asked, Door, Judge};

use crate::server;

/// How often something was said, so that a test can tell that it was not always the same.
#[derive(Debug, Default)]
pub struct Said {
    pub refused: usize,
    pub joins: usize,
    pub lets_nobody_join: usize,
}

impl Said {
    /// Holds the words about `token` against its verdict.
    #[track_caller]
    pub fn check(&mut self, name: &str, token: &str, key: &SigningKey, now: UnixTime) {
        let token = server::on_arrival(token);
        let judged = |door| Judge { key, source: "test", now, door, room: None, strict: false }.judge(token);
        let any = judged(Door::Any);
        if any.problems.iter().any(|problem| problem.code == "unknown-key") {
            // Nobody can say what the server that knows that key would do.
            return;
        }
        let Ok(text) = explain(token, Some((key, "test")), now) else {
            assert!(!any.valid, "{name}: what is let in can be explained: {token}");
            return;
        };
        let refused = text.starts_with("No LiveKit server lets this token in: ")
            || text.starts_with("A LiveKit server with the secret at hand does not let this token in: ");
        assert_eq!(refused, !any.valid, "{name}: {text}\n{any:?}");
        if refused {
            self.refused += 1;
            return;
        }
        let mut join = judged(Door::Join);
        assert_eq!(text.contains(" may join the room \""), join.valid, "{name}: {text}\n{join:?}");
        join.ask(token, &Asked { abilities: vec![Ability::Join], room: None, identity: None });
        let can = join.can.as_ref().expect("it was asked");
        assert_eq!((can.allowed, can.denied.is_empty()), (join.valid, join.valid), "{name}: {join:?}");
        if join.valid { self.joins += 1 } else { self.lets_nobody_join += 1 }
    }
}
