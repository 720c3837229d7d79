//! Which windows a nightly pull fetches, where their files belong, and what the journal says about
//! them.
