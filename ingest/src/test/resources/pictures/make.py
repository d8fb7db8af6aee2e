"""Makes the JPEG 2000 pictures. Pillow 12.3 with OpenJPEG; run in this folder.

Quarters: red, green / blue, white.
"""
from PIL import Image, ImageDraw

image = Image.new("RGB", (96, 64), "white")
draw = ImageDraw.Draw(image)
draw.rectangle((0, 0, 47, 31), fill=(255, 0, 0))
draw.rectangle((48, 0, 96, 31), fill=(0, 255, 0))
draw.rectangle((0, 32, 47, 64), fill=(0, 0, 255))
image.save("quarters.jp2")
image.save("quarters.j2k", no_jp2=True)
image.convert("L").save("quarters-gray.jp2")
