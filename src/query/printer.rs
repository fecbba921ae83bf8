//! Prints a tree in the one canonical form, which parses to the same tree again:
//! every operator written out, brackets wherever two of them meet.

use std::fmt::{Display, Formatter, Result};

use super::dates::DateRange;
use super::tree::{Kind, Node};

impl Display for Node {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        match &self.kind {
            Kind::All => out.write_str("*"),
            Kind::Word(word) => out.write_str(word),
            Kind::Phrase { words, slop: 0 } => write!(out, "\"{}\"", words.join(" ")),
            Kind::Phrase { words, slop } => write!(out, "\"{}\"~{slop}", words.join(" ")),
            Kind::Prefix(stem) => write!(out, "{stem}*"),
            Kind::Wildcard(pattern) => out.write_str(pattern),
            Kind::Fuzzy { word, distance } => write!(out, "{word}~{distance}"),
            Kind::Field { field, node } if node.is_leaf() => write!(out, "{field}:{node}"),
            Kind::Field { field, node } => write!(out, "{field}:({node})"),
            Kind::Date(range) if *range == DateRange::default() => out.write_str("date:*"),
            Kind::Date(range) => write!(out, "date:{range}"),
            Kind::And(nodes) => joined(out, nodes, " AND "),
            Kind::Or(nodes) => joined(out, nodes, " OR "),
            Kind::Not(node) => {
                out.write_str("NOT ")?;
                operand(out, node)
            }
        }
    }
}

fn joined(out: &mut Formatter<'_>, nodes: &[Node], operator: &str) -> Result {
    for (index, node) in nodes.iter().enumerate() {
        if index > 0 {
            out.write_str(operator)?;
        }
        operand(out, node)?;
    }
    Ok(())
}

/// A part of an `AND`, `OR` or `NOT`: in brackets when it is itself an `AND` or `OR`.
fn operand(out: &mut Formatter<'_>, node: &Node) -> Result {
    match node.kind {
        Kind::And(_) | Kind::Or(_) => write!(out, "({node})"),
        _ => write!(out, "{node}"),
    }
}

impl Node {
    /// Whether it can stand right after a field's colon.
    fn is_leaf(&self) -> bool {
        !matches!(
            self.kind,
            Kind::Field { .. } | Kind::Date(_) | Kind::And(_) | Kind::Or(_) | Kind::Not(_)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Field, parse};
    use super::*;
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    const TODAY: Date = date(2026, 3, 31);

    fn leaves() -> impl Strategy<Value = Node> {
        let word = "[a-zé難0-9]{1,6}(['’.-][a-z]{1,3})?";
        prop_oneof![
            Just(Kind::All),
            word.prop_map(Kind::Word),
            (prop::collection::vec(word, 1..4), 0_u32..9)
                .prop_map(|(words, slop)| Kind::Phrase { words, slop }),
            word.prop_map(Kind::Prefix),
            (word, word).prop_map(|(a, b)| Kind::Wildcard(format!("{a}?{b}*"))),
            (word, 1_u8..3).prop_map(|(word, distance)| Kind::Fuzzy { word, distance }),
            ("(19|20)[0-9]{2}", 1_u8..13).prop_map(|(year, month)| {
                let written = format!("{year}..2100-{month:02}");
                Kind::Date(DateRange::parse(&written, TODAY).unwrap())
            }),
        ]
        .prop_map(Node::from)
    }

    fn trees() -> impl Strategy<Value = Node> {
        leaves().prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 2..4).prop_map(Node::and),
                prop::collection::vec(inner.clone(), 2..4).prop_map(Node::or),
                inner.clone().prop_map(Node::not),
                inner.prop_map(|node| Node::field(Field::Speaker, node)),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_printed_tree_parses_to_itself(tree in trees()) {
            let printed = tree.to_string();
            if let Ok(query) = parse(&printed, TODAY) {
                prop_assert_eq!(&query.root, &tree, "{}", printed);
                prop_assert_eq!(&query.warnings, &[], "{}", printed);
            }
        }

        #[test]
        fn whatever_is_typed_its_canonical_form_says_the_same(
            input in r#"(a|é|AND |OR |NOT |-|\(|\)|"|“|‘|’|~|1|\*|\?|:|title:|date:|x:|2023|\.\.|,| ){0,24}"#
        ) {
            if let Ok(query) = parse(&input, TODAY)
                && let Ok(again) = parse(&query.root.to_string(), TODAY)
            {
                prop_assert_eq!(again.root, query.root, "{}", input);
            }
        }
    }
}
