//! HTTP Basic as a security scheme.

use helpscout_description::Basic;
use serde_json::{Value, json};

use crate::markdown::of_prose;
use crate::sentences::code;

/// Returns the security scheme. `about_server` is a sentence about the server that takes it, or empty.
pub(crate) fn scheme(basic: &Basic, about_server: &str) -> Value {
    let halves = of_prose(&halves(basic));
    let description = format!("{halves} {about_server}");
    json!({ "type": "http", "scheme": "basic", "description": description.trim_end() })
}

/// Returns what the user name and the password are.
fn halves(basic: &Basic) -> String {
    let stated = |half: &str, text: &str| match text {
        "" => format!("The {half} is empty."),
        text => format!("The {half} is {} for everyone.", code(text)),
    };
    match (&basic.user, &basic.password) {
        (None, None) => "The user name and the password of the account.".to_owned(),
        (Some(user), _) => format!("The password is the key. {}", stated("user name", user)),
        (None, Some(password)) => {
            format!("The user name is the key. {}", stated("password", password))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_says_which_half_is_the_key() {
        let scheme = |user: Option<&str>, password: Option<&str>| {
            let basic = Basic {
                user: user.map(str::to_owned),
                password: password.map(str::to_owned),
            };
            scheme(&basic, "It is here.")["description"].to_string()
        };
        let both = "\"The user name and the password of the account. It is here.\"";
        assert_eq!(scheme(None, None), both);
        let key = "\"The user name is the key. The password is `X` for everyone. It is here.\"";
        assert_eq!(scheme(None, Some("X")), key);
        let empty = "\"The user name is the key. The password is empty. It is here.\"";
        assert_eq!(scheme(None, Some("")), empty);
        let any = "\"The password is the key. The user name is `any` for everyone. It is here.\"";
        assert_eq!(scheme(Some("any"), None), any);
    }
}
