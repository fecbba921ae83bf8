//! Ctrl-C and SIGTERM: the first asks a run to end cleanly, the second ends the program at once.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};
use dateline::indexer::Stop;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// The exit code of whoever was interrupted: 128 and the number of SIGINT.
pub(super) const INTERRUPTED: u8 = 130;

/// A stop that is raised by the first Ctrl-C from now on.
///
/// # Errors
/// When the system does not let us listen.
pub(super) fn stop_on_interrupt() -> Result<Stop> {
    let raised = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first signal finds the flag down and raises it.
        flag::register_conditional_shutdown(signal, i32::from(INTERRUPTED), Arc::clone(&raised))
            .and_then(|_| flag::register(signal, Arc::clone(&raised)))
            .context("signals cannot be listened to")?;
    }
    Ok(Stop::over(raised))
}

/// Lets Ctrl-C be: it goes to all processes of a terminal, and whoever started this one
/// decides what ends.
///
/// # Errors
/// When the system does not let us listen.
pub(super) fn outlive_interrupt() -> Result<()> {
    flag::register(SIGINT, Arc::new(AtomicBool::new(false)))
        .map(drop)
        .context("signals cannot be listened to")
}
