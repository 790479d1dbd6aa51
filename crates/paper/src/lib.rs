#![allow(missing_docs)]
use std::collections::BTreeMap; use chrono::*;
pub enum Language { En, Es }   pub enum Size { Normal, Large }   pub enum Sheet { Letter, A4 }
pub struct How { pub language: Language, pub size: Size, pub sheet: Sheet }
pub struct Letterhead { pub program: String, pub site: String, pub phone: String, pub crisis_phone: String, pub address: String }
pub struct Person { pub name: String, pub phone: String, pub relationship: String }
#[derive(Clone)]
pub struct Signer { pub name: String, pub credential: String, pub meaning: String, pub at: chrono::NaiveDateTime }
pub struct Client { pub preferred: String, pub legal: String, pub born: Option<NaiveDate>, pub record_number: String }
pub struct Standing { pub version: u32, pub draft: bool, pub superseded: bool, pub signers: Vec<Signer> }
pub struct Unprintable { pub field: String, pub message: String }
pub fn aftercare_plan(_body: &clinical::documents::aftercare_plan::AftercarePlan, _client: &Client, _people: &BTreeMap<String, Person>, _standing: &Standing, _letterhead: &Letterhead, _printed_on: NaiveDate, _how: How) -> Result<Vec<u8>, Unprintable> { Ok(vec![]) }
pub fn treatment_plan(_body: &clinical::documents::treatment_plan::TreatmentPlan, _needs: &BTreeMap<String,String>, _client: &Client, _people: &BTreeMap<String, Person>, _standing: &Standing, _letterhead: &Letterhead, _printed_on: NaiveDate, _how: How) -> Result<Vec<u8>, Unprintable> { Ok(vec![]) }
pub fn recovery_kit(_key: &str, _user: &str, _letterhead: &Letterhead, _made_on: NaiveDate, _sheet: Sheet) -> Result<Vec<u8>, Unprintable> { Ok(vec![]) }
pub fn forget_words() {}
pub fn warm() {}
