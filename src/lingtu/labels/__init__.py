"""AI-content labels: what is written into results, and read out of pictures. A leaf; no numpy.

`aigc` is the label of GB 45438-2025, `xmp` the packet that carries it, `embed` puts a packet into a finished file,
`credentials` signs by C2PA, `bare` takes broken manifests out, `corner` says what a visible label may be, and
`labeller` applies what the operator chose.
"""
