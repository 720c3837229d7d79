//! What a client sends, so that the library can read it.
//!
//! A message that the library can't read has no answer with its ID, and the client waits for it until
//! its own time is over. These two mistakes are mended, so that the call is answered: a character that
//! is half of one, which JSON can write and UTF-8 can't, and params that are no object.

use std::borrow::Cow;
use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::io::{
    AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, DuplexStream, duplex,
};

/// A longer line stays as it is.
const LONGEST: usize = 1 << 20;

/// How much is read ahead.
const AHEAD: usize = 64 * 1024;

/// The escape of the character that stands for an unknown one.
const UNKNOWN: &[u8] = b"\\ufffd";

/// Returns the lines of an input, mended.
pub(super) fn mended(input: impl AsyncRead + Send + Unpin + 'static) -> DuplexStream {
    let (read, write) = duplex(AHEAD);
    tokio::spawn(async move {
        // The input ends, or nobody reads it any more.
        let _ = pass(BufReader::new(input), write).await;
    });
    read
}

async fn pass(
    mut input: BufReader<impl AsyncRead + Unpin>,
    mut output: impl AsyncWrite + Unpin,
) -> std::io::Result<()> {
    let mut line: Vec<u8> = Vec::new();
    let mut is_long = false;
    loop {
        let available = input.fill_buf().await?;
        if available.is_empty() {
            return output.write_all(&line).await;
        }
        let end = available.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(available.len(), |end| end + 1);
        line.extend_from_slice(&available[..taken]);
        input.consume(taken);
        is_long |= line.len() > LONGEST;
        if is_long {
            output.write_all(&line).await?;
        } else if end.is_some() {
            output.write_all(&message(&line)).await?;
        } else {
            continue;
        }
        line.clear();
        is_long &= end.is_none();
    }
}

/// Returns a message that the library can read, if the line can become one.
fn message(line: &[u8]) -> Cow<'_, [u8]> {
    let text = whole_characters(line);
    match odd_params(&text) {
        Some(place) => {
            let mut mended = text[..place.start].to_vec();
            mended.extend_from_slice(b"null");
            mended.extend_from_slice(&text[place.end..]);
            mended.into()
        }
        None => text,
    }
}

/// Replaces each half of a character.
fn whole_characters(line: &[u8]) -> Cow<'_, [u8]> {
    let mut text = Cow::Borrowed(line);
    let mut at = 0;
    while let Some(backslash) = line.get(at..).and_then(|rest| {
        let found = rest.iter().position(|byte| *byte == b'\\');
        found.map(|found| at + found)
    }) {
        at = match (unit(line, backslash), unit(line, backslash + UNKNOWN.len())) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => backslash + 2 * UNKNOWN.len(),
            (Some(0xd800..=0xdfff), _) => {
                let end = backslash + UNKNOWN.len();
                text.to_mut()[backslash..end].copy_from_slice(UNKNOWN);
                end
            }
            // An escaped backslash does not start an escape.
            _ => backslash + 2,
        };
    }
    text
}

/// Returns the number that an escape such as `\ud800` at this place has.
fn unit(line: &[u8], at: usize) -> Option<u16> {
    let digits = line.get(at..at + UNKNOWN.len())?.strip_prefix(b"\\u")?;
    // A sign is no digit.
    let digits = str::from_utf8(digits)
        .ok()
        .filter(|digits| !digits.starts_with('+'))?;
    u16::from_str_radix(digits, 16).ok()
}

/// Returns where a message has params that are no object.
fn odd_params(line: &[u8]) -> Option<Range<usize>> {
    #[derive(Deserialize)]
    struct Message<'m> {
        #[serde(borrow)]
        params: Option<&'m RawValue>,
    }
    if line.trim_ascii_start().first() != Some(&b'{') {
        return None;
    }
    let message: Message<'_> = serde_json::from_slice(line).ok()?;
    let params = message.params?.get();
    if params.starts_with('{') {
        return None;
    }
    let start = params.as_ptr().addr().checked_sub(line.as_ptr().addr())?;
    Some(start..start + params.len())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use tokio::io::AsyncReadExt;

    use super::*;

    #[test]
    fn halves_of_characters_and_odd_params_are_replaced_and_nothing_else() {
        for (line, expected) in [
            (r#"{"a":"\ud800"}"#, r#"{"a":"\ufffd"}"#),
            (
                r#"{"a":"\uDC00x\ud83d\ude00\ud83d"}"#,
                r#"{"a":"\ufffdx\ud83d\ude00\ufffd"}"#,
            ),
            (
                r#"{"a":"\ud83d\ud83d\ude00"}"#,
                r#"{"a":"\ufffd\ud83d\ude00"}"#,
            ),
            (
                r#"{"a":"\\ud800 \u00e9 \n \u+800"}"#,
                r#"{"a":"\\ud800 \u00e9 \n \u+800"}"#,
            ),
            (r#"{"a":"\ud8"#, r#"{"a":"\ud8"#),
            (
                r#" {"params": [1, 2] , "id":1}"#,
                r#" {"params": null , "id":1}"#,
            ),
            (r#"{"id":1,"params":"\ud800"}"#, r#"{"id":1,"params":null}"#),
            (r#"{"params": {"a":[]}}"#, r#"{"params": {"a":[]}}"#),
            (r#"[{"params":[]}]"#, r#"[{"params":[]}]"#),
            ("{", "{"),
            ("", ""),
        ] {
            let mended = message(line.as_bytes()).into_owned();
            assert_eq!(String::from_utf8(mended).unwrap(), expected, "{line}");
        }
    }

    #[tokio::test]
    async fn lines_of_any_length_arrive_in_order_and_so_does_the_end() {
        let long = format!("{{\"a\":\"{}\\ud800\"}}", "x".repeat(3 * LONGEST));
        let sent = format!("{{\"params\":1}}\n\n{long}\n{{\"params\":2}}\n{{\"params\":3");
        let expected =
            format!("{{\"params\":null}}\n\n{long}\n{{\"params\":null}}\n{{\"params\":3");
        let mut read = String::new();
        let input = std::io::Cursor::new(sent.into_bytes());
        mended(input).read_to_string(&mut read).await.unwrap();
        assert!(read == expected, "{} and {}", read.len(), expected.len());
    }
}
