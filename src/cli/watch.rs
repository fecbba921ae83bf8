//! `index --watch`: run after run as the corpus changes, until Ctrl-C.
//!
//! The corpus is looked at again and again rather than waited on: network drives send no word
//! of changes, and no system promises to send it of each.

use std::time::{Duration, Instant};

use anyhow::Result;
use dateline::indexer::{Account, Stop};
use dateline::schema::IndexError;

use super::Outcome;
use super::console::note;

/// How soon a Ctrl-C is obeyed between two runs.
const STEP: Duration = Duration::from_millis(100);
/// Looking takes no more than one part in so many of the time.
const SHARE: u32 = 10;

/// Runs `run` every so often, or less often where looking takes long, and has `tell` tell of
/// those that changed the index since `generation`.
///
/// What may pass (another process writes, the drive is away) is told once and waited out.
pub(super) fn follow(
    every: Duration,
    stop: &Stop,
    mut generation: u64,
    mut run: impl FnMut() -> Result<Account>,
    mut tell: impl FnMut(&Account) -> Result<()>,
) -> Result<Outcome> {
    let mut trouble = String::new();
    let mut took = Duration::ZERO;
    while wait(every.max(took * SHARE), stop) {
        let begun = Instant::now();
        let ran = run();
        took = begun.elapsed();
        match ran {
            Ok(account) => {
                trouble.clear();
                if account.generation != generation || account.rebuilt.is_some() {
                    generation = account.generation;
                    tell(&account)?;
                }
                if account.stopped {
                    return Ok(Outcome::Stopped);
                }
            }
            Err(error) if !passes(&error) => return Err(error),
            Err(error) => {
                let told = super::told(&error);
                if told != trouble {
                    note(&format!("warning: {told}; trying again"));
                    trouble = told;
                }
            }
        }
    }
    Ok(Outcome::Found)
}

/// Whether waiting may help.
fn passes(error: &anyhow::Error) -> bool {
    !matches!(
        error.downcast_ref(),
        Some(
            IndexError::Damaged { .. }
                | IndexError::Foreign(_)
                | IndexError::OtherCorpus { .. }
                | IndexError::OtherVersion { .. }
        )
    )
}

/// False when stopped meanwhile.
fn wait(time: Duration, stop: &Stop) -> bool {
    let until = Instant::now() + time;
    while !stop.is_raised() {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return true;
        }
        std::thread::sleep(left.min(STEP));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(generation: u64) -> Account {
        Account {
            generation,
            ..Account::default()
        }
    }

    #[test]
    fn runs_that_change_nothing_are_not_told_and_trouble_is_waited_out() {
        let stop = Stop::default();
        let locked = || anyhow::Error::from(IndexError::Locked("there".into()));
        let mut runs = vec![
            Ok(account(1)),
            Err(locked()),
            Err(locked()),
            Ok(account(2)),
            Ok(account(2)),
        ];
        runs.reverse();
        let mut told = Vec::new();
        let outcome = follow(
            Duration::ZERO,
            &stop,
            1,
            || {
                let run = runs.pop().unwrap();
                if runs.is_empty() {
                    stop.raise();
                }
                run
            },
            |account| {
                told.push(account.generation);
                Ok(())
            },
        );
        assert_eq!(outcome.unwrap(), Outcome::Found);
        assert_eq!(told, [2]);
    }

    #[test]
    fn what_does_not_pass_ends_it() {
        let damaged = || {
            Err(anyhow::Error::from(IndexError::Damaged {
                path: "there".into(),
                detail: "cut short".into(),
            }))
        };
        let ended = follow(Duration::ZERO, &Stop::default(), 1, damaged, |_| Ok(()));
        assert!(ended.unwrap_err().to_string().contains("--rebuild"));
    }
}
