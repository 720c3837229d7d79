//! Expands the `macro_rules` macros that a crate uses for its own items.
//!
//! It handles what such macros need: fragments, repetitions and `$crate`. Hygiene doesn't matter
//! here, because only the names and types of items are listed.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};

/// A macro: its rules, in order.
#[derive(Debug)]
pub(crate) struct Macro {
    rules: Vec<(Vec<Pattern>, TokenStream)>,
}

#[derive(Debug)]
enum Pattern {
    Token(TokenTree),
    Group(Delimiter, Vec<Self>),
    Variable {
        name: String,
        fragment: String,
    },
    Repetition {
        inner: Vec<Self>,
        separator: Option<TokenTree>,
        operator: char,
    },
}

/// What a variable of a macro stands for.
#[derive(Clone, Debug)]
enum Value {
    Tokens(TokenStream),
    /// One value for each round of a repetition.
    Rounds(Vec<Self>),
}

type Values = BTreeMap<String, Value>;

impl Macro {
    /// Reads the body of `macro_rules! name { … }`. Returns `None` if it has none of the known
    /// forms.
    pub(crate) fn parse(body: TokenStream) -> Option<Self> {
        let mut tokens = body.into_iter();
        let mut rules = Vec::new();
        while let Some(TokenTree::Group(pattern)) = tokens.next() {
            // The arrow.
            tokens.next()?;
            tokens.next()?;
            let TokenTree::Group(result) = tokens.next()? else {
                return None;
            };
            rules.push((patterns(pattern.stream())?, result.stream()));
            // The semicolon, which the last rule may lack.
            tokens.next();
        }
        Some(Self { rules })
    }

    /// Returns what a call expands to, or `None` if no rule matches.
    pub(crate) fn expand(&self, call: &TokenStream) -> Option<TokenStream> {
        self.rules.iter().find_map(|(pattern, result)| {
            let values = (|input: ParseStream<'_>| matched(pattern, input)).parse2(call.clone());
            Some(filled(result.clone(), &values.ok()?))
        })
    }
}

fn patterns(tokens: TokenStream) -> Option<Vec<Pattern>> {
    let mut found = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let pattern = match token {
            TokenTree::Punct(punct) if punct.as_char() == '$' => match tokens.next()? {
                TokenTree::Group(group) => {
                    let mut operator = tokens.next()?;
                    let mut separator = None;
                    if operator_of(&operator).is_none() {
                        separator = Some(operator);
                        operator = tokens.next()?;
                    }
                    Pattern::Repetition {
                        inner: patterns(group.stream())?,
                        separator,
                        operator: operator_of(&operator)?,
                    }
                }
                TokenTree::Ident(name) => {
                    // The colon.
                    tokens.next()?;
                    let fragment = tokens.next()?.to_string();
                    let name = name.to_string();
                    Pattern::Variable { name, fragment }
                }
                _ => return None,
            },
            TokenTree::Group(group) => Pattern::Group(group.delimiter(), patterns(group.stream())?),
            token => Pattern::Token(token),
        };
        found.push(pattern);
    }
    Some(found)
}

fn operator_of(token: &TokenTree) -> Option<char> {
    match token {
        TokenTree::Punct(punct) => Some(punct.as_char()).filter(|c| "*+?".contains(*c)),
        _ => None,
    }
}

fn matched(patterns: &[Pattern], input: ParseStream<'_>) -> syn::Result<Values> {
    let mut values = Values::new();
    for pattern in patterns {
        match pattern {
            Pattern::Token(token) => expect(token, input)?,
            Pattern::Group(delimiter, inner) => match input.parse()? {
                TokenTree::Group(group) if group.delimiter() == *delimiter => {
                    let inner = |input: ParseStream<'_>| matched(inner, input);
                    values.extend(inner.parse2(group.stream())?);
                }
                _ => return Err(input.error("another group")),
            },
            Pattern::Variable { name, fragment } => {
                values.insert(name.clone(), Value::Tokens(parsed(fragment, input)?));
            }
            Pattern::Repetition {
                inner,
                separator,
                operator,
            } => {
                let rounds = rounds(inner, separator.as_ref(), *operator, input)?;
                for name in names(inner) {
                    let rounds = rounds.iter().filter_map(|round| round.get(&name).cloned());
                    values.insert(name.clone(), Value::Rounds(rounds.collect()));
                }
            }
        }
    }
    Ok(values)
}

/// Matches as many rounds of a repetition as there are.
fn rounds(
    inner: &[Pattern],
    separator: Option<&TokenTree>,
    operator: char,
    input: ParseStream<'_>,
) -> syn::Result<Vec<Values>> {
    use syn::parse::discouraged::Speculative;

    let mut rounds = Vec::new();
    while !input.is_empty() && (operator != '?' || rounds.is_empty()) {
        let ahead = input.fork();
        let separated = match separator {
            Some(separator) if !rounds.is_empty() => expect(separator, &ahead),
            _ => Ok(()),
        };
        let Ok(round) = separated.and_then(|()| matched(inner, &ahead)) else {
            break;
        };
        input.advance_to(&ahead);
        rounds.push(round);
    }
    if operator == '+' && rounds.is_empty() {
        return Err(input.error("expected at least one"));
    }
    Ok(rounds)
}

fn expect(token: &TokenTree, input: ParseStream<'_>) -> syn::Result<()> {
    let found: TokenTree = input.parse()?;
    if found.to_string() == token.to_string() {
        Ok(())
    } else {
        Err(input.error("another token"))
    }
}

fn parsed(fragment: &str, input: ParseStream<'_>) -> syn::Result<TokenStream> {
    Ok(match fragment {
        "block" => input.parse::<syn::Block>()?.into_token_stream(),
        "expr" => input.parse::<syn::Expr>()?.into_token_stream(),
        "ident" => input.call(Ident::parse_any)?.into_token_stream(),
        "item" => input.parse::<syn::Item>()?.into_token_stream(),
        "lifetime" => input.parse::<syn::Lifetime>()?.into_token_stream(),
        "literal" => input.parse::<syn::Lit>()?.into_token_stream(),
        "meta" => input.parse::<syn::Meta>()?.into_token_stream(),
        "path" => input.parse::<syn::Path>()?.into_token_stream(),
        "tt" => input.parse::<TokenTree>()?.into_token_stream(),
        "ty" => input.parse::<syn::Type>()?.into_token_stream(),
        "vis" => input.parse::<syn::Visibility>()?.into_token_stream(),
        _ => return Err(input.error("a fragment of an unknown kind")),
    })
}

/// Returns the names of the variables in a pattern.
fn names(patterns: &[Pattern]) -> Vec<String> {
    let names = patterns.iter().flat_map(|pattern| match pattern {
        Pattern::Token(_) => Vec::new(),
        Pattern::Group(_, inner) | Pattern::Repetition { inner, .. } => names(inner),
        Pattern::Variable { name, .. } => vec![name.clone()],
    });
    names.collect()
}

/// Puts values into the right side of a rule.
fn filled(result: TokenStream, values: &Values) -> TokenStream {
    let mut filled_in = TokenStream::new();
    let mut tokens = result.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_dollar = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '$');
        match (token, tokens.peek().cloned()) {
            (_, Some(TokenTree::Ident(name))) if is_dollar => {
                tokens.next();
                if name == "crate" {
                    filled_in.extend([TokenTree::Ident(format_ident!("crate"))]);
                } else if let Some(Value::Tokens(value)) = values.get(&name.to_string()) {
                    filled_in.extend(value.clone());
                }
            }
            (_, Some(TokenTree::Group(group))) if is_dollar => {
                tokens.next();
                let mut separator = tokens.next();
                if separator.as_ref().and_then(operator_of).is_some() {
                    separator = None;
                } else {
                    // The operator.
                    tokens.next();
                }
                let rounds = repeated(&group.stream(), separator.as_ref(), values);
                filled_in.extend(rounds);
            }
            (TokenTree::Group(group), _) => {
                let inner = filled(group.stream(), values);
                filled_in.extend([TokenTree::Group(Group::new(group.delimiter(), inner))]);
            }
            (token, _) => filled_in.extend([token]),
        }
    }
    filled_in
}

fn repeated(body: &TokenStream, separator: Option<&TokenTree>, values: &Values) -> TokenStream {
    let mut used = BTreeSet::new();
    collect_variables(body.clone(), &mut used);
    let count = used.iter().find_map(|name| match values.get(name) {
        Some(Value::Rounds(rounds)) => Some(rounds.len()),
        _ => None,
    });
    let mut repeated = TokenStream::new();
    for round in 0..count.unwrap_or(0) {
        if let Some(separator) = separator.filter(|_| round > 0) {
            repeated.extend([separator.clone()]);
        }
        let values = values.iter().filter_map(|(name, value)| {
            let value = match value {
                Value::Rounds(rounds) if used.contains(name) => rounds.get(round)?.clone(),
                value => value.clone(),
            };
            Some((name.clone(), value))
        });
        repeated.extend(filled(body.clone(), &values.collect()));
    }
    repeated
}

fn collect_variables(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let mut after_dollar = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(name) if after_dollar => {
                names.insert(name.to_string());
            }
            TokenTree::Group(group) => collect_variables(group.stream(), names),
            _ => {}
        }
        after_dollar = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '$');
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Macro;

    #[test]
    fn variables_and_repetitions_are_filled_in() {
        let body = "
            ($(#[$docs:meta])* $name:ident $(<$query:ident>)?, $item:ty) => {
                $(#[$docs])* pub struct $name $(<$query: Paged>)?($item);
            };
            ($($name:ident = $value:expr),+ $(,)?) => { $($crate::set($name, [$value]));+ };
        ";
        let rules = Macro::parse(body.parse().unwrap()).unwrap();
        for (call, expected) in [
            (
                "#[doc = \"Rows.\"] Rows<Q>, Vec<Q::Row>",
                "#[doc = \"Rows.\"] pub struct Rows<Q: Paged>(Vec<Q::Row>);",
            ),
            ("Raw, u8", "pub struct Raw(u8);"),
            (
                "a = 1 + 2, b = 3,",
                "crate::set(a, [1 + 2]); crate::set(b, [3])",
            ),
        ] {
            let expanded = rules.expand(&call.parse().unwrap()).unwrap();
            let without_spaces = |text: &str| text.replace(' ', "");
            assert_eq!(
                without_spaces(&expanded.to_string()),
                without_spaces(expected),
                "{call}"
            );
        }
        assert!(rules.expand(&"1, 2".parse().unwrap()).is_none());
    }
}
