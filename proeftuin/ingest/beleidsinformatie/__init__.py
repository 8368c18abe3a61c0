"""Records of CBS Beleidsinformatie Jeugd: half-yearly, the later delivery corrects the former."""
