"""Commands: the only place that writes works, dossiers and files. One transaction each."""
