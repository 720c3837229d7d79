//! HTTP Basic, with which a service authenticates programs.

use helpscout_description::Basic;

use super::checker::Checker;
use crate::code::Code;
use crate::finding::Finding;
use crate::position::At;
use crate::raw;

/// Checks the HTTP Basic of a service, which is at `at`.
pub(super) fn check(raw: &raw::Service, at: At<'_>, checker: &mut Checker<'_>) -> Option<Basic> {
    let basic = raw.basic.as_ref()?;
    if raw.token.is_some() {
        let message = "calls have a token, so they can't have a user name and a password";
        let finding = Finding::new(Code::EitherOr, at.key_place("basic"), message);
        checker.report(
            finding
                .second(at.key_place("token"), "the token is here")
                .help("remove `token:` or `basic:`; a client sends one header `Authorization`"),
        );
    }
    let at = at.key("basic");
    if basic.user.is_some() && basic.password.is_some() {
        let message = "nothing of HTTP Basic is left for programs to give";
        let finding = Finding::new(Code::EitherOr, at.key_place("password"), message);
        checker.report(finding.second(at.key_place("user"), "the user name is here").help(
            "remove the half that is the key of an account, or both if each account has its own; a \
             secret does not belong in a spec",
        ));
    }
    if let Some(user) = basic.user.as_deref().filter(|user| user.contains(':')) {
        let message = "a user name of HTTP Basic can't have a colon, which ends it";
        let help = match user.split_once(':') {
            Some((user, "")) if !user.is_empty() => {
                format!("write `{user}`; the client adds the colon")
            }
            _ => "write what is before the colon; the password follows it".to_owned(),
        };
        let finding = Finding::new(Code::Pattern, at.key("user").place(), message);
        checker.report(finding.help(help));
    }
    Some(Basic {
        user: basic.user.clone(),
        password: basic.password.clone(),
    })
}
