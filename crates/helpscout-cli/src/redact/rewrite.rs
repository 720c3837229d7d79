//! Writes JSON again, as received but for what is personal. Numbers keep their digits, and keys
//! their order.

use std::collections::BTreeSet;

use helpscout_description::{Field, Object, Type};
use helpscout_reports::describe;
use serde_json::value::RawValue;

use super::personal::{self, Personal};
use super::pseudonym::Pseudonyms;
use crate::format::json_object::{JsonObject, text};

/// What takes the place of a text.
const REDACTED: &str = "\"[redacted]\"";

/// What the pseudonym of a name starts with.
const CUSTOMER: &str = "Customer ";

/// What the pseudonym of an email address ends with.
const DOMAIN: &str = "@customer.invalid";

/// How deep objects are rewritten. Described answers are flatter.
const DEEPEST: usize = 32;

/// Rewrites one row or one answer.
pub(super) struct Rewrite<'p> {
    pseudonyms: &'p Pseudonyms,
    /// The unknown keys whose values were removed.
    pub(super) unknown: BTreeSet<String>,
}

/// Who a text of an object is about.
struct Customer {
    kind: &'static str,
    identity: String,
}

impl<'p> Rewrite<'p> {
    pub(super) fn new(pseudonyms: &'p Pseudonyms) -> Self {
        Self {
            pseudonyms,
            unknown: BTreeSet::new(),
        }
    }

    /// Returns an object, or a list of such objects, without personal data.
    pub(super) fn answer(&mut self, object: Option<&'static Object>, json: &str) -> String {
        let Some(object) = object else {
            return self.unjudged(json);
        };
        match serde_json::from_str::<&RawValue>(json) {
            Ok(value) => self.objects(object, value, 0),
            // It is refused later, in a message that must not quote it.
            Err(_) => REDACTED.to_owned(),
        }
    }

    /// Rewrites an object, or each object of a list.
    fn objects(&mut self, object: &'static Object, value: &RawValue, depth: usize) -> String {
        if depth > DEEPEST {
            return "null".to_owned();
        }
        if let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(value.get()) {
            let items = items.into_iter();
            let items: Vec<String> = items
                .map(|item| self.objects(object, item, depth + 1))
                .collect();
            return format!("[{}]", items.join(","));
        }
        let Ok(fields) = JsonObject::of(value) else {
            return self.unjudged(value.get());
        };
        let members: Vec<String> = fields
            .fields()
            .map(|(key, value)| {
                let field = object.field(key).or(object.rest.as_ref());
                let value = match field {
                    Some(field) => self.value(object, field, &fields, value, depth),
                    None => self.unknown(key, value),
                };
                let key = serde_json::to_string(key).unwrap_or_default();
                format!("{key}:{value}")
            })
            .collect();
        format!("{{{}}}", members.join(","))
    }

    fn value(
        &mut self,
        object: &'static Object,
        field: &'static Field,
        fields: &JsonObject<'_>,
        value: &RawValue,
        depth: usize,
    ) -> String {
        match &field.ty {
            Type::Object(name) => match describe::api().object(name) {
                Some(inner) => self.objects(inner, value, depth + 1),
                None => self.unjudged(value.get()),
            },
            Type::Text => match personal::of(object, field) {
                Personal::No => value.get().to_owned(),
                Personal::Text => self.written(value),
                personal => self.named(personal, object, fields, value),
            },
            // These are written as texts, and have a form in which nobody is named.
            Type::Id(_) | Type::Enum(_) | Type::Instant | Type::Date
                if !value.get().contains('{') =>
            {
                value.get().to_owned()
            }
            _ => self.unjudged(value.get()),
        }
    }

    /// Replaces a text that a customer wrote.
    fn written(&mut self, value: &RawValue) -> String {
        match value.get() {
            "null" | "\"\"" => value.get().to_owned(),
            _ => REDACTED.to_owned(),
        }
    }

    /// Replaces what a customer is called.
    fn named(
        &self,
        personal: Personal,
        object: &'static Object,
        fields: &JsonObject<'_>,
        value: &RawValue,
    ) -> String {
        let name = match text(value) {
            Some(name) if name.trim().is_empty() => return value.get().to_owned(),
            Some(name) => name,
            None if value.get() == "null" => return value.get().to_owned(),
            None => return REDACTED.to_owned(),
        };
        let customer = Customer::of(object, fields).unwrap_or_else(|| Customer {
            kind: "name",
            identity: name.trim().to_lowercase(),
        });
        let digits = self.pseudonyms.digits(customer.kind, &customer.identity);
        match personal {
            Personal::Email => format!("\"{digits}{DOMAIN}\""),
            _ => format!("\"{CUSTOMER}{digits}\""),
        }
    }

    /// Removes the value of a key that is not described, unless it can't name anyone.
    fn unknown(&mut self, key: &str, value: &RawValue) -> String {
        match value.get().as_bytes().first() {
            Some(b'"' | b'{' | b'[') => {
                self.unknown.insert(key.to_owned());
                "null".to_owned()
            }
            _ => value.get().to_owned(),
        }
    }

    /// Returns a value in which no text is expected, without any text and any object, whose keys may
    /// be text.
    fn unjudged(&mut self, json: &str) -> String {
        let json = json.trim();
        if json.starts_with('"') {
            return REDACTED.to_owned();
        }
        if json.contains(['"', '{']) && json != "{}" {
            return "null".to_owned();
        }
        json.to_owned()
    }
}

impl Customer {
    /// Returns who an object is about, by the ID of the customer if it has exactly one.
    fn of(object: &'static Object, fields: &JsonObject<'_>) -> Option<Self> {
        let is_customer = |field: &&Field| field.ty == Type::Id("CustomerId".to_owned());
        let field = object.fields.iter().find(is_customer)?;
        let value = fields.value(&field.wire)?.get();
        let id = match serde_json::from_str::<Vec<&RawValue>>(value) {
            Ok(ids) => match ids.as_slice() {
                [id] => id.get().to_owned(),
                _ => return None,
            },
            Err(_) => value.to_owned(),
        };
        (id != "0").then_some(Self {
            kind: "id",
            identity: id,
        })
    }
}

/// Returns whether a text may be a pseudonym, or the start of one.
pub(crate) fn may_be_pseudonym(text: &str) -> bool {
    let text = text.to_lowercase();
    text.starts_with(&CUSTOMER.to_lowercase()) || text.ends_with(DOMAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(object: &str, json: &str) -> (String, Vec<String>) {
        let pseudonyms = Pseudonyms::new(b"a key of the tests");
        let mut rewrite = Rewrite::new(&pseudonyms);
        let text = rewrite.answer(describe::api().object(object), json);
        (text, rewrite.unknown.into_iter().collect())
    }

    #[test]
    fn a_customer_has_one_pseudonym_in_every_report() {
        let reply = r#"{"id":7,"number":1.50,"customers":[{"id":42,"name":"Ana Ruiz"}]}"#;
        let (reply, unknown) = rewritten("ConversationReply", reply);
        let start = r#"{"id":7,"number":1.50,"customers":[{"id":42,"name":"Customer "#;
        let digits = reply.strip_prefix(start).expect(&reply);
        let digits = digits.strip_suffix("\"}]}").expect(&reply);
        assert_eq!((digits.len(), unknown.len()), (10, 0));

        let row = r#"{"customerName":"Ana R.","customerEmail":"ana@example.com","customerIds":[42],
            "subject":"My order","preview":"","mailboxid":85}"#;
        let (row, _) = rewritten("DrilldownConversation", row);
        assert_eq!(
            row,
            format!(
                r#"{{"customerName":"Customer {digits}","customerEmail":"{digits}@customer.invalid","customerIds":[42],"subject":"[redacted]","preview":"","mailboxid":85}}"#
            )
        );
        let rating =
            r#"{"ratingCustomerId":42,"ratingCustomerName":null,"ratingUserName":"Marta"}"#;
        assert_eq!(rewritten("RatingRow", rating).0, rating);
    }

    #[test]
    fn without_an_id_the_name_decides() {
        let name = |name: &str| {
            let json = format!(r#"{{"customerName":"{name}","customerIds":[1,2]}}"#);
            rewritten("DrilldownConversation", &json).0
        };
        assert_eq!(name("Ana Ruiz"), name(" ana ruiz "));
        assert_ne!(name("Ana Ruiz"), name("Ana Ruis"));
    }

    #[test]
    fn what_is_not_described_leaves_no_text() {
        let odd = r#"{"mood":"of Ana","scores":[1,2],"of":{"Ana":1},"n":3,"b":true,"number":"Ana",
            "id":{"Ana":2},"customers":"Ana"}"#;
        let (text, unknown) = rewritten("ConversationReply", odd);
        assert_eq!(
            text,
            r#"{"mood":null,"scores":null,"of":null,"n":3,"b":true,"number":"[redacted]","id":null,"customers":"[redacted]"}"#
        );
        assert_eq!(unknown, ["mood", "of", "scores"]);
        assert_eq!(
            rewritten("ConversationReply", "\"Ana\"").0,
            "\"[redacted]\""
        );
        assert_eq!(
            rewritten("ConversationReply", "[\"Ana\"]").0,
            "[\"[redacted]\"]"
        );
        assert_eq!(
            rewritten("RatingsPage", r#"{"facets":{}}"#).0,
            r#"{"facets":{}}"#
        );
        let facets = rewritten("RatingsPage", r#"{"facets":{"Ana":1}}"#).0;
        assert_eq!(facets, r#"{"facets":null}"#);
    }
}
