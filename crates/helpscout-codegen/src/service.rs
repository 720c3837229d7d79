//! The facts about the service that every call needs, as constants.
//!
//! The client has one for its own operations. The runtime has one as well, that of the service whose
//! client is part of this workspace: a client uses it unless it is set up for another service.

use helpscout_description::{Api, Basic, RateLimitHeaders};
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::Docs;
use crate::source::{Source, SourceFile};
use crate::tree::{Names, Tree};

/// The files of the runtime's part.
const OF_RUNTIME: &[&str] = &["mod.rs", "service.rs"];

/// Generates the module of the client with its service.
pub(crate) fn of_client(api: &Api) -> SourceFile {
    let path = quote!(helpscout_runtime::);
    let value = literal(api, &path);
    let title = &api.service.title;
    let docs = Docs::text(&format!("The service that answers the queries: {title}."))
        .paragraph("A client of another service refuses to send them.")
        .attributes();
    let mut source = Source::new(Some(Api::SHARED));
    source.push(quote! {
        #docs
        pub const SERVICE: &helpscout_runtime::Service = &#value;
    });
    source.finish()
}

/// Generates the files of the runtime with the service that its clients use by default.
pub(crate) fn of_runtime(api: &Api) -> Tree {
    let value = literal(api, &TokenStream::new());
    let headers = api.service.rate_limit.is_some();
    let headers = headers.then(|| quote!(RateLimitHeaders,));
    let basic = api.service.basic.as_ref().map(|_| quote!(Basic,));
    let docs = Docs::text(&format!("{}.", api.service.title.trim_end_matches('.'))).attributes();
    let mut source = Source::new(Some(Api::SHARED));
    source.push(quote! { use crate::service::{#basic #headers Service}; });
    source.push(quote! {
        #docs
        pub(crate) const SERVICE: Service = #value;
    });
    let mut module = Source::new(Some(Api::SHARED));
    module.push(quote! { pub(crate) mod service; });
    let mut tree = Tree::default();
    tree.own("", Names::Listed(OF_RUNTIME));
    tree.insert("mod.rs", module.finish().text);
    tree.insert("service.rs", source.finish().text);
    tree
}

/// Generates the value of a `Service`. `path` leads to its type.
fn literal(api: &Api, path: &TokenStream) -> TokenStream {
    let service = &api.service;
    let (title, base_url, environment) = (&service.title, &service.base_url, &service.environment);
    let token = service.token.as_ref().map(|token| {
        let token = &token.path;
        quote!(token: Some(#token),)
    });
    let basic = service.basic.as_ref().map(|Basic { user, password }| {
        let (user, password) = (optional(user.as_ref()), optional(password.as_ref()));
        quote!(basic: Some(#path Basic { user: #user, password: #password }),)
    });
    let rate_limit = service.rate_limit.as_ref().map(|headers| {
        let RateLimitHeaders {
            limit,
            remaining,
            retry_after,
            ..
        } = headers;
        quote!(rate_limit: Some(#path RateLimitHeaders::new(#limit, #remaining, #retry_after)),)
    });
    let correlation_id = service.correlation_id.as_ref();
    let correlation_id = correlation_id.map(|header| quote!(correlation_id: Some(#header),));
    // No service has both a token and HTTP Basic, so that something is always left.
    quote! {
        #path Service {
            title: #title,
            base_url: #base_url,
            environment: #environment,
            #token
            #basic
            #rate_limit
            #correlation_id
            ..#path Service::DEFAULT
        }
    }
}

fn optional(text: Option<&String>) -> TokenStream {
    match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}
