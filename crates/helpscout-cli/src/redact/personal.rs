//! Which fields of the answers are about customers.

use helpscout_description::{Field, Object};

/// What a text says about a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Personal {
    /// Nothing: it is about the company, its users and its settings.
    No,
    /// What the customer is called.
    Name,
    /// The customer's email address.
    Email,
    /// What the customer wrote.
    Text,
}

use Personal::{Email, Name, No, Text};

/// Every text of every answer: the object, the field, and what it says. A test compares it with the
/// description.
pub(super) const TEXTS: &[(&str, &str, Personal)] = &[
    ("CompanyUser", "name", No),
    ("ConversationCustomer", "name", Name),
    ("CustomFieldAnswers", "name", No),
    ("CustomFieldValueUse", "name", No),
    ("DrilldownConversation", "assignedName", No),
    ("DrilldownConversation", "customerEmail", Email),
    ("DrilldownConversation", "customerName", Name),
    ("DrilldownConversation", "preview", Text),
    ("DrilldownConversation", "subject", Text),
    ("DrilldownTag", "color", No),
    ("DrilldownTag", "name", No),
    // What visitors of a Docs site typed.
    ("FailedSearch", "id", Text),
    ("FilterTag", "name", No),
    ("Folder", "name", No),
    ("Link", "href", No),
    ("Mailbox", "email", No),
    ("Mailbox", "name", No),
    ("Mailbox", "slug", No),
    ("PhoneUser", "name", No),
    ("PopularSearch", "id", Text),
    ("RatingRow", "ratingComments", Text),
    // The name or the email address.
    ("RatingRow", "ratingCustomerName", Name),
    ("RatingRow", "ratingUserName", No),
    ("SavedReplyUse", "name", No),
    ("Tag", "color", No),
    ("Tag", "name", No),
    ("Tag", "slug", No),
    ("Team", "initials", No),
    ("Team", "mention", No),
    ("Team", "name", No),
    ("Team", "photoUrl", No),
    ("Team", "timezone", No),
    ("TopArticle", "name", No),
    ("TopCategory", "name", No),
    ("TopCustomer", "name", Name),
    ("TopTag", "name", No),
    ("User", "alternateEmails", No),
    ("User", "email", No),
    ("User", "firstName", No),
    ("User", "initials", No),
    ("User", "jobTitle", No),
    ("User", "lastName", No),
    ("User", "mention", No),
    ("User", "phone", No),
    ("User", "photoUrl", No),
    ("User", "timezone", No),
    ("UserProfile", "name", No),
    ("UserProfile", "photoUrl", No),
    ("WorkflowUse", "name", No),
];

/// Returns what a text says about a customer. A text that nobody has judged counts as one that a
/// customer wrote.
pub(super) fn of(object: &Object, field: &Field) -> Personal {
    let mut texts = TEXTS.iter();
    let judged = texts.find(|(name, wire, _)| *name == object.name && *wire == field.wire);
    judged.map_or(Text, |(_, _, personal)| *personal)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use helpscout_description::Type;
    use helpscout_reports::describe;

    use super::*;

    #[test]
    fn every_text_of_every_answer_is_judged() {
        let api = describe::api();
        // Nothing shows what a call that changes something answers.
        let is_shown = |object: &&Object| {
            let operation = object.operation.as_ref().and_then(|id| api.operation(id));
            operation.is_none_or(|operation| operation.only_reads())
        };
        let objects = api.objects.iter().filter(is_shown);
        let texts = objects.flat_map(|object| {
            let fields = object.fields.iter().chain(&object.rest);
            let texts = fields.filter(|field| field.ty == Type::Text);
            texts.map(|field| (object.name.as_str(), field.wire.as_str()))
        });
        let texts: BTreeSet<(&str, &str)> = texts.collect();
        let judged: BTreeSet<(&str, &str)> = TEXTS
            .iter()
            .map(|(object, field, _)| (*object, *field))
            .collect();
        let unjudged: Vec<_> = texts.difference(&judged).collect();
        assert!(
            unjudged.is_empty(),
            "add to TEXTS what these texts say about a customer: {unjudged:#?}"
        );
        let gone: Vec<_> = judged.difference(&texts).collect();
        assert!(
            gone.is_empty(),
            "remove from TEXTS what is not described any more: {gone:#?}"
        );
        assert_eq!(judged.len(), TEXTS.len(), "each once");
    }

    #[test]
    fn whatever_is_described_as_the_customers_is_judged_so() {
        for (object, field, personal) in TEXTS {
            let object = describe::api().object(object).expect("it is described");
            let doc = &object.field(field).expect("it is described").doc;
            if doc.to_lowercase().contains("customer") {
                assert_ne!(*personal, No, "{}: {doc}", object.name);
            }
        }
    }
}
