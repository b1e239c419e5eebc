"""Analysis: frames in, findings out. Nothing here knows Streamlit, Plotly or the database."""
