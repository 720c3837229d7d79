//! Decides which statuses state a temporary problem, and writes statuses for people.

use std::fmt;

use reqwest::StatusCode;

/// Returns whether the same request may succeed later, because the status states a temporary
/// problem.
///
/// These are 408 (Request Timeout), 425 (Too Early), 429 (Too Many Requests) and every server
/// error, also one that no standard defines, such as 522 of a gateway. The exceptions are the
/// server errors that state a permanent fault: 501 (Not Implemented) and 505 (HTTP Version Not
/// Supported) of RFC 9110, 506 (Variant Also Negotiates) of RFC 2295, 508 (Loop Detected) of RFC
/// 5842, 510 (Not Extended) of RFC 2774, and 511 (Network Authentication Required) of RFC 6585. The
/// condition of 507 (Insufficient Storage) is temporary by RFC 4918.
pub(crate) fn is_temporary(status: StatusCode) -> bool {
    match status.as_u16() {
        408 | 425 | 429 => true,
        501 | 505 | 506 | 508 | 510 | 511 => false,
        number => (500..600).contains(&number),
    }
}

/// Writes the number of a status, and its name if a standard defines one.
pub(crate) struct Shown(pub(crate) StatusCode);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())?;
        match self.0.canonical_reason() {
            Some(name) => write!(f, " {name}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn server_errors_are_temporary_unless_they_state_a_permanent_fault() {
        let temporary: Vec<u16> = (100..1000)
            .filter(|number| is_temporary(StatusCode::from_u16(*number).unwrap()))
            .collect();
        let permanent = [501, 505, 506, 508, 510, 511];
        let server_errors = (500..600).filter(|number| !permanent.contains(number));
        let expected: Vec<u16> = [408, 425, 429].into_iter().chain(server_errors).collect();
        assert_eq!(temporary, expected);
    }

    #[test]
    fn a_status_is_shown_with_its_name_if_it_has_one() {
        let shown = |number: u16| Shown(StatusCode::from_u16(number).unwrap()).to_string();
        assert_eq!(shown(503), "503 Service Unavailable");
        assert_eq!(shown(522), "522");
    }
}
