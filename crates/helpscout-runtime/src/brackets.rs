//! Tells whether all brackets of a JSON text are closed, in less time than it takes to read it.
//!
//! The text is looked at in blocks. The loops over a block have no branches, so that compilers turn
//! them into vector instructions. Of a block without a bracket, only the number of quotes matters.

const BLOCK: usize = 64;

/// A bit for each byte of a block, the lowest one for the first byte.
type Bits = u64;

/// The bit of each byte within eight.
const PLACES: [u8; BLOCK] = {
    let mut places = [0; BLOCK];
    let mut place = 0;
    while place < BLOCK {
        places[place] = 1 << (place % 8);
        place += 1;
    }
    places
};

/// Returns whether a text starts with a bracket and closes all of them. Brackets in strings don't
/// count. For text that is the start of valid JSON, this says that it is complete.
pub(crate) fn are_closed(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    if !matches!(text.first(), Some(b'{' | b'[')) {
        return false;
    }
    let mut brackets = Brackets::default();
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    let mut last = [b' '; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    for block in blocks.iter().chain([&last]) {
        brackets.add_block(block);
    }
    brackets.open == 0 && !brackets.in_string
}

/// The brackets and strings that are open after a part of a text.
#[derive(Default)]
struct Brackets {
    /// The number of brackets that open less that of brackets that close.
    open: i64,
    in_string: bool,
    /// Whether the part ends with the backslash of an escape.
    in_escape: bool,
}

impl Brackets {
    fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            match byte {
                _ if self.in_escape => self.in_escape = false,
                b'\\' => self.in_escape = self.in_string,
                b'"' => self.in_string = !self.in_string,
                _ if self.in_string => {}
                b'{' | b'[' => self.open += 1,
                b'}' | b']' => self.open -= 1,
                _ => {}
            }
        }
    }

    fn add_block(&mut self, block: &[u8; BLOCK]) {
        let (mut quotes, mut brackets, mut backslashes) = (0_u8, 0_u8, 0_u8);
        for &byte in block {
            quotes += u8::from(byte == b'"');
            backslashes |= u8::from(byte == b'\\');
            // True for each bracket, and for few other bytes.
            brackets |= u8::from(byte | 0x26 == 0x7f);
        }
        if backslashes > 0 || self.in_escape {
            self.add(block);
        } else if brackets > 0 {
            let quotes = bits(block, |byte| byte == b'"');
            let outside = !between(quotes, self.in_string);
            // The brackets of a kind differ in one bit.
            let opening = bits(block, |byte| byte | 0x20 == b'{') & outside;
            let closing = bits(block, |byte| byte | 0x20 == b'}') & outside;
            self.open += i64::from(opening.count_ones()) - i64::from(closing.count_ones());
            self.in_string ^= quotes.count_ones() % 2 == 1;
        } else {
            self.in_string ^= quotes % 2 == 1;
        }
    }
}

/// Returns the bits of the bytes that are matched.
fn bits(block: &[u8; BLOCK], is_match: impl Fn(u8) -> bool) -> Bits {
    let mut found = [0; BLOCK];
    for (place, found) in found.iter_mut().enumerate() {
        *found = if is_match(block[place]) {
            PLACES[place]
        } else {
            0
        };
    }
    let mut bits = 0;
    for (at, eight) in found.as_chunks().0.iter().enumerate() {
        // Each byte has another bit, so their sum, the highest byte of the product, has all.
        let sum = u64::from_le_bytes(*eight).wrapping_mul(0x0101_0101_0101_0101) >> 56;
        bits |= sum << (8 * at);
    }
    bits
}

/// Returns the bits from each first quote of a pair to the byte before the second one.
fn between(quotes: Bits, is_open: bool) -> Bits {
    let mut parity = quotes;
    for distance in [1, 2, 4, 8, 16, 32] {
        parity ^= parity << distance;
    }
    if is_open { !parity } else { parity }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    const LONG: &str = "a text of three blocks, which has neither brackets nor backslashes, \
                        so that of most of its blocks only the number of quotes matters, and \
                        of its last one the bracket after the quote, too";

    #[test]
    fn brackets_are_closed_at_the_end_alone_wherever_blocks_begin() {
        for string in [
            "",
            ":}",
            ":] }}]",
            "[{",
            r#"\"}]"#,
            r#"\\"#,
            r#"\\\"}]"#,
            r"\u007d",
            "}\u{e9}]",
            // Blocks within it have no bracket.
            LONG,
        ] {
            for before in 0..BLOCK {
                let whole = format!(
                    r#"{{"{}":"{string}","b":[{{}},["{string}"]],"c":{{"d":-1.5e3}}}}"#,
                    "a".repeat(before)
                );
                for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
                    assert!(!are_closed(&whole.as_bytes()[..end]), "{}", &whole[..end]);
                }
                let is_json = serde_json::from_str::<Value>(&whole).is_ok();
                assert!(are_closed(whole.as_bytes()) && is_json, "{whole}");
            }
        }
    }

    #[test]
    fn what_starts_with_no_bracket_or_closes_too_many_is_not_closed() {
        for text in ["", " ", "}", "]", "7", r#""{}""#, "[]]", "{}}"] {
            assert!(!are_closed(text.as_bytes()), "{text}");
        }
        assert!(are_closed(b" \r\n[[],{}]\n"));
    }

    fn json() -> impl Strategy<Value = Value> {
        let text = r#"[{}\[\]"\\a\u{e9}:, ]{0,40}"#;
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::from),
            text.prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 5, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map(text, inner, 0..5)
                    .prop_map(|object| Value::Object(object.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn starts_of_json_are_closed_if_they_are_complete(json in json(), is_pretty: bool) {
            let json = Value::from(vec![json]);
            let whole = if is_pretty { format!("{json:#}") } else { json.to_string() };
            prop_assert!(are_closed(whole.as_bytes()), "{}", whole);
            for end in 0..whole.len() {
                prop_assert!(!are_closed(&whole.as_bytes()[..end]), "{} {}", end, whole);
            }
        }
    }
}
