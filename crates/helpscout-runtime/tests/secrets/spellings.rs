//! The spellings of a secret that a service may use, and a search for any of them.

use std::fmt::Write;

/// Returns the secret in many spellings, each with a name.
pub fn spellings(secret: &str) -> Vec<(&'static str, String)> {
    let json = serde_json(secret);
    let pair = format!("app:{secret}");
    vec![
        ("raw", secret.to_owned()),
        ("upper case", secret.to_ascii_uppercase()),
        ("json", json.clone()),
        ("json with escaped slashes", json.replace('/', "\\/")),
        ("json with escapes only", escapes(secret, false)),
        ("json with escapes in upper case", escapes(secret, true)),
        ("json within json", serde_json(&json.replace('/', "\\/"))),
        ("percent, reserved only", percent(secret, false, false)),
        ("percent, everything", percent(secret, true, false)),
        (
            "percent, everything, lower case",
            percent(secret, true, true),
        ),
        (
            "percent twice",
            percent(&percent(secret, true, false), false, false),
        ),
        (
            "percent within json escapes",
            escapes(&percent(secret, true, false), false),
        ),
        ("form", percent(secret, false, false).replace("%20", "+")),
        ("html", html(secret)),
        (
            "html numbers",
            secret.chars().fold(String::new(), |mut text, character| {
                let _ = write!(text, "&#x{:X};", u32::from(character));
                text
            }),
        ),
        ("base64", base64(secret.as_bytes(), false)),
        (
            "base64 without padding",
            base64(secret.as_bytes(), false).replace('=', ""),
        ),
        ("base64url", base64(secret.as_bytes(), true)),
        ("base64 of the pair", base64(pair.as_bytes(), false)),
        (
            "base64 of the form-encoded pair",
            base64(
                format!("app:{}", percent(secret, false, false)).as_bytes(),
                false,
            ),
        ),
        (
            "base64 in a text, second alignment",
            base64(format!("x{secret}&more=1").as_bytes(), false),
        ),
        (
            "base64 in a text, third alignment",
            base64(format!("xy{secret}&more=1").as_bytes(), true),
        ),
        (
            "base64 in json",
            base64(format!("xy{secret}?>&").as_bytes(), false).replace('/', "\\/"),
        ),
        (
            "base64 in percent",
            percent(
                &base64(format!("x{secret}?>&").as_bytes(), false),
                false,
                false,
            ),
        ),
        (
            "base64 twice",
            base64(base64(secret.as_bytes(), false).as_bytes(), false),
        ),
        ("base64 in lines", lines(&base64(pair.as_bytes(), false))),
        (
            "hex",
            secret.bytes().fold(String::new(), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            }),
        ),
    ]
}

/// Returns whether a text has the secret in any spelling. It peels off one encoding after the other.
pub fn reveals(text: &str, secret: &str) -> bool {
    let wanted = secret.trim().to_lowercase();
    let mut texts = vec![text.to_owned()];
    for _ in 0..3 {
        if texts
            .iter()
            .any(|text| text.to_lowercase().contains(&wanted))
        {
            return true;
        }
        texts = texts.iter().flat_map(|text| peeled(text)).collect();
        texts.sort();
        texts.dedup();
        texts.truncate(40);
    }
    false
}

fn peeled(text: &str) -> Vec<String> {
    let mut texts = vec![
        unescaped(text),
        unpercent(text),
        unpercent(&text.replace('+', " ")),
        unhtml(text),
    ];
    texts.retain(|peeled| peeled != text);
    let is_base64 =
        |character: char| character.is_ascii_alphanumeric() || "+/-_".contains(character);
    for run in text
        .split(|character| !is_base64(character))
        .filter(|run| run.len() >= 8)
    {
        for offset in 0..4 {
            texts.push(unbase64(&run[offset..]));
        }
        if run.bytes().all(|byte| byte.is_ascii_hexdigit()) && run.len() % 2 == 0 {
            let bytes: Vec<u8> = (0..run.len() / 2)
                .filter_map(|index| u8::from_str_radix(&run[2 * index..2 * index + 2], 16).ok())
                .collect();
            texts.push(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    texts
}

fn serde_json(text: &str) -> String {
    let quoted = helpscout_runtime::serde_json::to_string(text).unwrap();
    quoted[1..quoted.len() - 1].to_owned()
}

fn escapes(text: &str, is_upper: bool) -> String {
    text.encode_utf16().fold(String::new(), |mut text, unit| {
        let _ = if is_upper {
            write!(text, "\\u{unit:04X}")
        } else {
            write!(text, "\\u{unit:04x}")
        };
        text
    })
}

fn percent(text: &str, is_everything: bool, is_lower: bool) -> String {
    text.bytes().fold(String::new(), |mut text, byte| {
        if !is_everything && (byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)) {
            text.push(char::from(byte));
        } else {
            let _ = if is_lower {
                write!(text, "%{byte:02x}")
            } else {
                write!(text, "%{byte:02X}")
            };
        }
        text
    })
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

fn lines(text: &str) -> String {
    let mut wrapped = String::new();
    for (position, character) in text.chars().enumerate() {
        if position > 0 && position % 10 == 0 {
            wrapped.push_str("\\r\\n");
        }
        wrapped.push(character);
    }
    wrapped
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8], is_for_urls: bool) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .fold(0_u32, |group, byte| group << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for position in 0..4 {
            if position <= chunk.len() {
                text.push(char::from(
                    ALPHABET[(group >> (18 - 6 * position)) as usize & 63],
                ));
            } else {
                text.push('=');
            }
        }
    }
    if is_for_urls {
        text.replace('+', "-").replace('/', "_")
    } else {
        text
    }
}

fn unbase64(text: &str) -> String {
    let mut bytes = Vec::new();
    let (mut group, mut bits) = (0_u32, 0);
    for character in text.replace('-', "+").replace('_', "/").bytes() {
        let value = ALPHABET
            .iter()
            .position(|letter| *letter == character)
            .unwrap();
        group = group << 6 | value as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((group >> bits & 255) as u8);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn unpercent(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, others @ ..] = rest {
        rest = others;
        let digits = others
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &others[2..];
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn unescaped(text: &str) -> String {
    let (mut units, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        if first != '\\' {
            units.extend(first.encode_utf16(&mut [0; 2]).iter());
            continue;
        }
        let code = rest.strip_prefix('u').and_then(|digits| digits.get(..4));
        if let Some(unit) = code.and_then(|code| u16::from_str_radix(code, 16).ok()) {
            units.push(unit);
            rest = &rest[5..];
        } else if let Some(escaped) = rest.chars().next() {
            let meant = match escaped {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => other,
            };
            units.extend(meant.encode_utf16(&mut [0; 2]).iter());
            rest = &rest[escaped.len_utf8()..];
        }
    }
    String::from_utf16_lossy(&units)
}

fn unhtml(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        decoded.push_str(&rest[..start]);
        rest = &rest[start..];
        let Some(end) = rest.find(';') else { break };
        let name = &rest[1..end];
        let number =
            name.strip_prefix('#')
                .and_then(|number| match number.strip_prefix(['x', 'X']) {
                    Some(digits) => u32::from_str_radix(digits, 16).ok(),
                    None => number.parse().ok(),
                });
        let named = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            _ => None,
        };
        match named.or_else(|| number.and_then(char::from_u32)) {
            Some(character) => {
                decoded.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}
