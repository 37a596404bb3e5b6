"""The small kit that all scenes share: a stage, materials, shapes, plants and grounds, and the export."""

import bpy as bpy  # first: only then is mathutils there
