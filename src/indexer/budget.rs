//! A bound on the bytes of text in flight between reading and the index.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Bytes that may be in flight at once.
#[derive(Debug)]
pub(super) struct Budget {
    most: u64,
    used: Mutex<u64>,
    freed: Condvar,
}

/// Some bytes of a [`Budget`], given back when dropped.
#[derive(Debug)]
pub(super) struct Permit {
    budget: Arc<Budget>,
    bytes: u64,
}

impl Budget {
    pub(super) fn new(most: u64) -> Arc<Self> {
        Arc::new(Self {
            most,
            used: Mutex::new(0),
            freed: Condvar::new(),
        })
    }

    /// Waits until `bytes` fit; what is larger than the whole budget goes alone.
    pub(super) fn take(self: &Arc<Self>, bytes: u64) -> Permit {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let mut used = self
            .freed
            .wait_while(used, |used| *used > 0 && *used + bytes > self.most)
            .unwrap_or_else(PoisonError::into_inner);
        *used += bytes;
        Permit {
            budget: Arc::clone(self),
            bytes,
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut used = self
            .budget
            .used
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *used -= self.bytes;
        self.budget.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_the_budget_is_out_at_once() {
        let budget = Budget::new(10);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for bytes in [3, 7, 5] {
                        let permit = budget.take(bytes);
                        assert!(*budget.used.lock().unwrap() <= 10);
                        drop(permit);
                    }
                });
            }
        });
        assert_eq!(*budget.used.lock().unwrap(), 0);
    }

    #[test]
    fn what_is_larger_than_the_budget_goes_alone() {
        let budget = Budget::new(10);
        drop(budget.take(1_000));
        assert_eq!(*budget.used.lock().unwrap(), 0);
    }
}
