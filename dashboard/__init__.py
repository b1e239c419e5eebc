"""The read side: what is known, measured, worded and drawn.

Only router, live, controls, parts and component know Streamlit; everything else here can be
called from a script, a test or a report.
"""
