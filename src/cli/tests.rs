//! The whole table of arguments.

use super::*;
use clap::Command as Table;

const WIDTH: usize = 100;
/// Lines of the shortest help: one screen of a usual window.
const SCREEN: usize = 45;

fn tables() -> Vec<Table> {
    let mut program = Arguments::command().term_width(WIDTH);
    program.build();
    let mut all: Vec<Table> = program.get_subcommands().cloned().collect();
    all.push(program);
    all
}

#[test]
fn the_table_is_sound() {
    Arguments::command().debug_assert();
}

#[test]
fn every_command_and_flag_has_help() {
    for table in tables() {
        assert!(table.get_about().is_some(), "{}", table.get_name());
        for argument in table.get_arguments() {
            let help = argument
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(
                !help.is_empty(),
                "{} {}",
                table.get_name(),
                argument.get_id()
            );
        }
    }
}

#[test]
fn help_fits_the_width_and_short_help_one_screen() {
    for mut table in tables() {
        let short = table.render_help().to_string();
        let long = table.render_long_help().to_string();
        for line in short.lines().chain(long.lines()) {
            assert!(
                line.chars().count() <= WIDTH,
                "{}: {line}",
                table.get_name()
            );
        }
        assert!(
            short.lines().count() <= SCREEN,
            "{}:\n{short}",
            table.get_name()
        );
    }
}

#[test]
fn a_broken_pipe_is_success_and_other_errors_are_not() {
    let broken = || io::Error::from(io::ErrorKind::BrokenPipe);
    assert!(is_broken_pipe(
        &anyhow::Error::from(broken()).context("printing")
    ));
    assert!(is_broken_pipe(&serde_json::Error::io(broken()).into()));
    assert!(!is_broken_pipe(&io::Error::other("disk").into()));
}

#[test]
fn a_cause_is_told_once() {
    let cause = || anyhow::Error::from(io::Error::other("disk"));
    assert_eq!(told(&cause().context("writing")), "writing: disk");
    assert_eq!(
        told(&cause().context("writing: disk; try again")),
        "writing: disk; try again"
    );
}
