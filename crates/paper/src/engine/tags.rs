//! What printpdf cannot say about a file: the tree a screen reader follows, bookmarks, language, title, id.

use crate::engine::flow::{Kid, Node, Page};
use chrono::NaiveDate;
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};

/// What the file says about itself. Never a name.
pub struct Title<'a> {
    pub text: &'a str,
    pub lang: &'a str,
    pub made: NaiveDate,
    pub sheet: (f32, f32),
}

/// The structure tree: what a screen reader follows.
pub fn tag(pdf: &mut Document, nodes: &[Node], count: usize) -> Result<(), String> {
    let pages: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    let ids: Vec<ObjectId> = nodes.iter().map(|_| pdf.new_object_id()).collect();
    let (root, tree) = (pdf.new_object_id(), pdf.new_object_id());
    let mut parents: Vec<Vec<Object>> = vec![Vec::new(); count];
    for (i, node) in nodes.iter().enumerate() {
        let kid = |kid: &Kid| match kid {
            Kid::Node(node) => ids[*node].into(),
            Kid::Mark { page, id } => {
                let page_parents = &mut parents[*page];
                page_parents.resize(page_parents.len().max(*id as usize + 1), Object::Null);
                page_parents[*id as usize] = ids[i].into();
                dictionary! { "Type" => "MCR", "Pg" => pages[*page], "MCID" => *id }.into()
            }
        };
        let kids: Vec<Object> = node.kids.iter().map(kid).collect();
        let parent = if i == 0 { root } else { ids[node.parent] };
        let mut element = dictionary! { "Type" => "StructElem", "S" => node.tag, "P" => parent, "K" => kids };
        if node.tag == "TH" {
            element.set("A", dictionary! { "O" => "Table", "Scope" => "Column" });
        }
        if node.span > 1 {
            element.set("A", dictionary! { "O" => "Table", "ColSpan" => node.span as i64 });
        }
        if !node.alt.is_empty() {
            element.set("Alt", utf16(&node.alt));
        }
        pdf.set_object(ids[i], element);
    }
    let numbers = parents.into_iter().enumerate().flat_map(|(i, of)| [Object::from(i as i64), Object::Array(of)]);
    pdf.set_object(tree, dictionary! { "Nums" => numbers.collect::<Vec<_>>() });
    let next = count as i64;
    let about =
        dictionary! { "Type" => "StructTreeRoot", "K" => ids[0], "ParentTree" => tree, "ParentTreeNextKey" => next };
    pdf.set_object(root, about);
    for (i, page) in pages.iter().enumerate() {
        let page = pdf.get_dictionary_mut(*page).map_err(|error| error.to_string())?;
        page.set("StructParents", i as i64);
        page.set("Tabs", "S");
    }
    let catalog = pdf.catalog_mut().map_err(|error| error.to_string())?;
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", root);
    Ok(())
}

pub fn bookmarks(pdf: &mut Document, pages: &[Page], title: &Title) -> Result<(), String> {
    let page_ids: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    let marks: Vec<_> =
        pages.iter().zip(&page_ids).flat_map(|(page, id)| page.outline.iter().map(move |mark| (id, mark))).collect();
    let ids: Vec<ObjectId> = marks.iter().map(|_| pdf.new_object_id()).collect();
    let (Some(&first), Some(&last)) = (ids.first(), ids.last()) else { return Ok(()) };
    let outline = pdf.new_object_id();
    for (i, (page, (_, text, y))) in marks.iter().enumerate() {
        let top = Object::Real(title.sheet.1 - y);
        let to: Vec<Object> = vec![(**page).into(), "XYZ".into(), Object::Null, top, Object::Null];
        let mut item = dictionary! { "Title" => utf16(text), "Parent" => outline, "Dest" => to };
        if i > 0 {
            item.set("Prev", ids[i - 1]);
        }
        if let Some(next) = ids.get(i + 1) {
            item.set("Next", *next);
        }
        pdf.set_object(ids[i], item);
    }
    let count = ids.len() as i64;
    pdf.set_object(outline, dictionary! { "Type" => "Outlines", "Count" => count, "First" => first, "Last" => last });
    let catalog = pdf.catalog_mut().map_err(|error| error.to_string())?;
    catalog.set("Outlines", outline);
    // printpdf writes this one as a string, which readers ignore.
    catalog.set("PageMode", "UseOutlines");
    Ok(())
}

/// Title, language and days: fixed words only, and equal for equal input.
pub fn describe(pdf: &mut Document, title: &Title, id: [u8; 16]) -> Result<(), String> {
    let catalog: &mut Dictionary = pdf.catalog_mut().map_err(|error| error.to_string())?;
    catalog.set("Lang", Object::string_literal(title.lang));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    if let Ok(Object::Reference(old)) = pdf.trailer.get(b"Info").cloned() {
        pdf.objects.remove(&old);
    }
    let day = Object::string_literal(title.made.format("D:%Y%m%d000000Z").to_string());
    let about = dictionary! {
        "Title" => utf16(title.text), "Producer" => utf16("Handrail"), "CreationDate" => day.clone(), "ModDate" => day,
    };
    let about = pdf.add_object(about);
    let same = Object::String(id.to_vec(), StringFormat::Hexadecimal);
    pdf.trailer.set("Info", about);
    pdf.trailer.set("ID", vec![same.clone(), same]);
    pdf.version = "1.7".into();
    Ok(())
}

fn utf16(text: &str) -> Object {
    let bytes = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes.collect(), StringFormat::Hexadecimal)
}
