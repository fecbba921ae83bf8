//! How many cases property tests try: few in the suite, as many as `PROPTEST_CASES` says
//! when they are given time.

use proptest::test_runner::Config;

/// `usual` cases, or as many as the environment asks for.
pub(crate) fn cases(usual: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let asked = asked.and_then(|asked| asked.parse().ok());
    Config::with_cases(asked.unwrap_or(usual))
}
