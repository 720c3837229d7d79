//! The secrets of a client, and how they are kept out of messages.
//!
//! A service, a proxy or a program may repeat a secret in what it says, and may write it in another
//! spelling than the client sent. So every text from outside passes [`Secrets::hide`] before it
//! becomes a part of an error or of the log. `search` finds secrets, and `reading` decodes the
//! spellings of single characters. Nothing is searched as long as there is no error.

mod encoded;
mod reading;
mod search;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::env;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use form_urlencoded::parse;
use secrecy::{ExposeSecret, SecretString};

pub(crate) use self::search::is_invisible;
use self::search::{Needle, Needles};

/// Texts that must not appear in messages, such as an app's secret and its access tokens.
///
/// Clones share the same texts. A [`Client`](crate::Client) hides its own secrets in its errors; see
/// [`Client::secrets`](crate::Client::secrets). A program needs this type only for messages of its
/// own that quote what the service sent.
///
/// ```
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::Secrets;
///
/// let secrets = Secrets::new();
/// secrets.add("s3cr/t");
/// assert_eq!(secrets.hide(r"no app has the secret s3cr\/t"), "no app has the secret [hidden]");
/// assert_eq!(secrets.hide("client_secret=s3cr%2Ft"), "client_secret=[hidden]");
/// assert_eq!(secrets.hide("Basic YXBwOnMzY3IvdA=="), "Basic [hidden]");
/// ```
#[derive(Clone, Default)]
pub struct Secrets(Arc<RwLock<Known>>);

/// What stands in a message for a secret.
pub(crate) const HIDDEN: &str = "[hidden]";

/// How many issued tokens are remembered. A service may still repeat a token that was replaced.
const MOST_ISSUED: usize = 16;

/// How many bytes of a text are searched and kept.
const MOST_KEPT: usize = 1 << 20;

#[derive(Default)]
struct Known {
    /// The secrets that the program or the environment gave.
    given: Vec<SecretString>,
    /// The last tokens that the service issued, which change while the client is used.
    issued: VecDeque<SecretString>,
}

impl Secrets {
    /// Creates an empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a secret. Whitespace around it is no part of it, and an empty text is no secret.
    pub fn add(&self, secret: impl Into<SecretString>) {
        if let Some(secret) = trimmed(secret.into()) {
            let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
            if !contains(&known.given, &secret) {
                known.given.push(secret);
            }
        }
    }

    /// Adds the password of a URL, also of one that can't be parsed. A user name without a password
    /// counts as one, because it may be a token.
    pub fn add_password_of(&self, url: &str) {
        let start = url.find("//").map_or(0, |slashes| slashes + 2);
        let Some((user, _)) = url[start..].rsplit_once('@') else {
            return;
        };
        // Without slashes, what is before the first colon may be a scheme or a user name.
        let first = user.split_once(':').map_or(user, |(_, password)| password);
        let last = user.rsplit_once(':').map_or(user, |(_, password)| password);
        for password in [first, last] {
            self.add(password);
            self.add(percent_decoded(password));
        }
    }

    /// Returns the text with each secret replaced by `[hidden]`.
    ///
    /// A secret is found as it is, in another case, with the escapes of JSON, HTML or a URL, in
    /// base64 or hexadecimal, alone or within a longer text, and in several of these at once. So is
    /// the start of a secret that is cut off at the end of the text. A secret of less than four
    /// characters is replaced only where it stands by itself, because it may be a part of any word.
    ///
    /// Of a text that is longer than 1 MiB, only the start is returned, with `…` at its end, because
    /// the search takes time.
    pub fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let needles = self.needles();
        if needles.is_empty() {
            return Cow::Borrowed(text);
        }
        let kept = start(text);
        let Ok(found) = needles.find(kept) else {
            // Only a text made for it takes so long to search.
            return Cow::Owned(HIDDEN.to_owned());
        };
        if found.is_empty() && kept.len() == text.len() {
            return Cow::Borrowed(text);
        }
        let mut shown = String::with_capacity(kept.len());
        let mut end = 0;
        for range in found {
            shown.push_str(&kept[end..range.start]);
            shown.push_str(HIDDEN);
            end = range.end;
        }
        shown.push_str(&kept[end..]);
        if kept.len() < text.len() {
            shown.push('…');
        }
        Cow::Owned(shown)
    }

    /// Hides the secrets in a text that is kept.
    pub(crate) fn hide_in(&self, text: &mut String) {
        if let Cow::Owned(hidden) = self.hide(text) {
            *text = hidden;
        }
    }

    /// Adds a token that the service issued.
    pub(crate) fn add_issued(&self, token: &SecretString) {
        let Some(token) = trimmed(token.clone()) else {
            return;
        };
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if !contains(&known.issued, &token) {
            known.issued.push_back(token);
        }
        if known.issued.len() > MOST_ISSUED {
            known.issued.pop_front();
        }
    }

    /// Adds the passwords of the proxies that the environment sets.
    pub(crate) fn add_proxies_of_environment(&self) {
        for name in ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"] {
            for name in [name.to_owned(), name.to_ascii_lowercase()] {
                if let Ok(proxy) = env::var(name) {
                    self.add_password_of(&proxy);
                }
            }
        }
    }

    fn needles(&self) -> Needles {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let secrets = known.given.iter().chain(&known.issued);
        let secrets = secrets.map(|secret| secret.expose_secret());
        Needles::new(secrets.flat_map(Needle::all_of).collect())
    }
}

/// Returns the part of a text that is searched, which ends between two characters.
fn start(text: &str) -> &str {
    let mut end = text.len().min(MOST_KEPT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn percent_decoded(text: &str) -> String {
    let form = text
        .replace('+', "%2B")
        .replace('&', "%26")
        .replace('=', "%3D");
    parse(form.as_bytes())
        .map(|(decoded, _)| decoded.into_owned())
        .collect()
}

/// Returns a secret without the whitespace around it, unless it is empty.
fn trimmed(secret: SecretString) -> Option<SecretString> {
    let secret = unpadded(secret);
    (!secret.expose_secret().is_empty()).then_some(secret)
}

/// Returns a secret without the whitespace around it, such as the line break at the end of a file.
pub(crate) fn unpadded(secret: SecretString) -> SecretString {
    let text = secret.expose_secret();
    if text.trim().len() == text.len() {
        secret
    } else {
        SecretString::from(text.trim())
    }
}

fn contains<'a>(
    secrets: impl IntoIterator<Item = &'a SecretString>,
    secret: &SecretString,
) -> bool {
    let mut secrets = secrets.into_iter();
    secrets.any(|other| other.expose_secret() == secret.expose_secret())
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(secret: &str, text: &str) -> String {
        let secrets = Secrets::new();
        secrets.add(secret);
        secrets.hide(text).into_owned()
    }

    #[test]
    fn what_is_left_of_a_secret_that_is_cut_off_is_hidden() {
        for text in [
            "is s3cret-t",
            "is s3cret-t…",
            r"is s3cret\u002",
            "is s3cret%2",
        ] {
            assert_eq!(hidden("s3cret-token-1", text), "is [hidden]", "{text}");
        }
        assert_eq!(hidden("s3cret-token-1", "is s3c"), "is s3c");
    }

    #[test]
    fn a_secret_that_is_split_by_what_is_not_shown_is_hidden() {
        for text in [
            "s3c\nret-token",
            "s3cret\u{200b}-token",
            r"s3\ncret-token",
            "s3c%0Aret-token",
        ] {
            assert_eq!(hidden("s3cret-token", text), "[hidden]", "{text}");
        }
    }

    #[test]
    fn a_secret_that_was_read_as_json_and_would_be_shown_with_escapes_is_hidden() {
        for (secret, decoded) in [
            (r"'s3c\ret-token", "'s3c\ret-token"),
            (r"s3c\nret\t-token", "s3c\nret\t-token"),
            (r#"s3c\"ret\\-token"#, r#"s3c"ret\-token"#),
        ] {
            assert_eq!(hidden(secret, decoded), "[hidden]", "{secret}");
            assert_eq!(hidden(secret, &decoded.replace('\'', "&#39;")), "[hidden]");
            assert_eq!(hidden(secret, secret), "[hidden]", "{secret}");
        }
        assert_eq!(hidden(r"\n\n", "two\n\nlines"), "two\n\nlines");
    }

    #[test]
    fn a_short_secret_is_hidden_only_by_itself() {
        let text = "can't get a token with t, \"t\" or token=t";
        let expected = "can't get a token with [hidden], \"[hidden]\" or token=[hidden]";
        assert_eq!(hidden("t", text), expected);
    }

    #[test]
    fn a_short_secret_in_base64_is_hidden_if_the_whole_is_text() {
        // These digits are base64 of three bytes, of which the last two are `]t`.
        assert_eq!(hidden("t", "127.0.0.1:41101"), "127.0.0.1:41101");
        assert_eq!(hidden("abc", "Basic dTphYmM="), "Basic [hidden]");
    }

    #[test]
    fn secrets_that_overlap_are_hidden_as_one() {
        let secrets = Secrets::new();
        secrets.add("abcdef");
        secrets.add("defghi");
        assert_eq!(secrets.hide("x abcdefghi y"), "x [hidden] y");
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        let text = r#"{"id":1,"a":"100%25 \u00e4 &amp; YWJj/+=="}"#;
        assert_eq!(hidden("s3cret-token", text), text);
        assert_eq!(Secrets::new().hide(text), text);
    }

    #[test]
    fn a_text_that_is_made_to_take_long_is_searched_all_the_same() {
        for part in [
            "\\",
            "%",
            "&",
            "%25",
            "&#38;",
            "&amp;",
            "%5C",
            "s3cret-toke",
            "\\u005c",
            "\\x5c",
            "\\u{5c}",
            "YWJj",
        ] {
            let text = part.repeat(20_000 / part.len());
            let shown = hidden("s3cret-token", &format!("{text} s3cret-token"));
            assert_eq!(shown, format!("{text} [hidden]"));
        }
    }

    #[test]
    fn a_text_that_takes_too_long_is_hidden_as_a_whole() {
        let secret = format!("{}!", "\\".repeat(40));
        assert_eq!(hidden(&secret, &"\\".repeat(20_000)), HIDDEN);
    }

    #[test]
    fn only_the_start_of_a_very_long_text_is_kept() {
        let text = format!("{}s3cret-token", " ".repeat(MOST_KEPT - 8));
        let shown = hidden("s3cret-token", &text);
        assert!(shown.trim_start().starts_with("[hidden]…"));
        assert!(shown.len() <= MOST_KEPT + 3);
    }

    #[test]
    fn the_password_of_any_url_is_found() {
        for url in [
            "https://me:hun%20ter2@host",
            "me:hun%20ter2@host/path",
            "https:me:hun%20ter2@host",
            "//me:hun%20ter2@host",
            "http://hun%20ter2@host",
        ] {
            let secrets = Secrets::new();
            secrets.add_password_of(url);
            assert_eq!(secrets.hide("it is hun ter2!"), "it is [hidden]!", "{url}");
        }
    }

    #[test]
    fn only_the_last_issued_tokens_are_kept() {
        let secrets = Secrets::new();
        for number in 100..200 {
            secrets.add_issued(&SecretString::from(format!("issued-token-{number}")));
        }
        let known = secrets.0.read().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(known.issued.len(), MOST_ISSUED);
        drop(known);
        assert_eq!(secrets.hide("issued-token-199"), HIDDEN);
        assert!(format!("{secrets:?}").len() < 20);
    }
}
