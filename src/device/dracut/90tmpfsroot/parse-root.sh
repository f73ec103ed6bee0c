#!/bin/sh
# The root is made by tfr-root.service; dracut wants to know that somebody will.
root=tmpfsroot
rootok=1
export root rootok
