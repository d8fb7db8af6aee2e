"""Makes the picture files that Java itself cannot write. Pillow 12.3 with libtiff and libwebp; run in this folder.

Every picture shows the same four quarters: red, green / blue, white with a black middle.
"""
from PIL import Image, ImageDraw


def quarters(width=96, height=64, mode="RGB"):
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    x, y = width // 2, height // 2
    draw.rectangle((0, 0, x - 1, y - 1), fill=(255, 0, 0))
    draw.rectangle((x, 0, width, y - 1), fill=(0, 255, 0))
    draw.rectangle((0, y, x - 1, height), fill=(0, 0, 255))
    draw.rectangle((x + x // 3, y + y // 3, x + 2 * x // 3, y + 2 * y // 3), fill="black")
    return image.convert(mode)


turned = quarters().transpose(Image.Transpose.ROTATE_90)  # shown upright with orientation 6
exif = Image.Exif()
exif[274] = 6
turned.save("turned.jpg", quality=95, subsampling=0, exif=exif, dpi=(150, 150))
turned.save("turned.webp", lossless=True, exif=exif)
turned.save("turned.png", exif=exif)
quarters(mode="CMYK").save("cmyk.jpg", quality=95, subsampling=0)
quarters(mode="CMYK").save("cmyk.tif", compression="tiff_lzw")
quarters().save("lossy.webp", quality=95)
quarters().save("big.tif", compression="tiff_deflate", big_tiff=True)
clear = quarters().convert("RGBA")
clear.putalpha(Image.new("L", clear.size, 255))
clear.paste((0, 0, 0, 0), (48, 32, 96, 64))  # the white quarter is nothing at all
clear.save("transparent.webp", lossless=True)
frames = [quarters(), Image.new("RGB", (96, 64), "black"), Image.new("RGB", (96, 64), "yellow")]
for name in ("animated.webp", "animated.png", "animated.gif"):
    options = {"lossless": True} if name.endswith("webp") else {}
    frames[0].save(name, save_all=True, append_images=frames[1:], duration=100, **options)
fax = quarters(1728, 1143, "L").point(lambda v: 255 if v > 128 else 0).convert("1")
fax.save("coarse-fax.tif", compression="group3", dpi=(204, 98))
