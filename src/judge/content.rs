//! The judge of main content of web pages.
