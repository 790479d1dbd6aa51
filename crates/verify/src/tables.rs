//! What an open record keeps beside versions and could be made anew from them: the list of documents, and which versions nobody follows.

use crate::Fits;
use crate::face::{short, words};
use crate::rows::{Index, Record};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn fit(record: &Record, index: &Index) -> Fits {
    let Some(tables) = &record.tables else { return Ok(()) };
    let mut listed: BTreeMap<&str, _> = tables.documents.iter().map(|row| (row.id.as_str(), row)).collect();
    let mut first_of = BTreeSet::new();
    for read in &index.ordered {
        let says = &read.envelope;
        let Some(row) = listed.get(says.document.as_str()) else {
            return Err(format!("{} belongs to a document that is missing from the list of documents.", read.told()));
        };
        let first = first_of.insert(says.document.as_str());
        if row.kind != says.kind || row.client != says.client || (first && row.episode != says.episode) {
            return Err(format!(
                "{} {} stands otherwise in the list of documents than in its versions.",
                words(&says.kind),
                says.document
            ));
        }
    }
    listed.retain(|id, _| !first_of.contains(id));
    if let Some((id, row)) = listed.first_key_value() {
        return Err(format!("{} {id} is in the list of documents but has no version.", words(&row.kind)));
    }

    let followed: BTreeSet<&str> =
        index.ordered.iter().flat_map(|read| &read.envelope.parents).map(String::as_str).collect();
    let mut heads: BTreeSet<(&str, &str)> =
        tables.heads.iter().map(|row| (row.document.as_str(), row.version.as_str())).collect();
    for read in index.ordered.iter().filter(|read| !followed.contains(read.version.id.as_str())) {
        if !heads.remove(&(read.envelope.document.as_str(), read.version.id.as_str())) {
            return Err(format!("{} is followed by none, but is not kept as the one in force.", read.told()));
        }
    }
    match heads.first() {
        Some((document, version)) => {
            Err(format!("Document {document} keeps version {} as the one in force, which it is not.", short(version)))
        }
        None => Ok(()),
    }
}
