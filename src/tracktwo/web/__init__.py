"""The workbench: a local page over the functions of the library. See `app.make_app`."""
