"""Pieces of a page. With router, live and controls, the only modules that know Streamlit."""
