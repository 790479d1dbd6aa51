//! Questionnaires, one data file each in `instruments/`.
