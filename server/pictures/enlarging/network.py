"""The network that makes a tile larger, and what keeps its colours and texture those of the picture."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.pictures.enlarging.wish import NETWORK, Enlargement, EnlargingKind

if TYPE_CHECKING:
    from PIL.Image import Image

MODELS = Path(__file__).parent / "models"

REACH = 4
"""Pixels of the source around one whose colours it keeps: less than that is detail, which the network is there for."""

TEXTURE = 0.45
"""Of a photograph, the share that is enlarged without the network. Chosen by looking: at a half, edges get soft; at a
third, skin and grass look like wax."""


class Network:
    """Loads its weights, which takes a tenth of a second. Raises OSError where they are not there."""

    def __init__(self, wish: Enlargement) -> None:
        import ncnn

        self._ncnn = ncnn
        self._wish = wish
        self._net = ncnn.Net()
        self._net.opt.use_vulkan_compute = False
        self._net.opt.num_threads = os.cpu_count() or 1
        # Threads that have nothing to do at the moment leave the processor to others at once.
        self._net.opt.openmp_blocktime = 0
        # Both have the same weights: what comes out fourfold is made smaller again for twofold.
        files = [MODELS / f"{NETWORK}-x{wish.scale}.param", MODELS / f"{NETWORK}.bin"]
        # 0 is what both say where all is well; the numbers of errors mean nothing in particular.
        if self._net.load_param(os.fsdecode(files[0])) or self._net.load_model(os.fsdecode(files[1])):
            raise OSError("the network cannot be read")

    def enlarge(self, image: Image) -> Image:
        """A piece of a picture, RGB as is the result. Raises OSError where there is not enough memory."""
        from PIL import Image as Images

        made = _with_colours_of(image, self.raw(image), self._wish.scale)
        if self._wish.kind is EnlargingKind.DRAWN:
            return made
        return Images.blend(made, image.resize(made.size, Images.Resampling.LANCZOS), TEXTURE)

    def raw(self, image: Image) -> Image:
        """The same as the network has it, in its own colours."""
        from PIL import Image as Images

        given = self._ncnn.Mat.from_pixels(
            image.tobytes(), self._ncnn.Mat.PixelType.PIXEL_RGB, image.width, image.height
        )
        given.substract_mean_normalize([], [1 / 255.0] * 3)
        extractor = self._net.create_extractor()
        extractor.input("data", given)
        code, made = extractor.extract("output")
        if code:
            raise OSError("the network has no result")
        return Images.merge("RGB", [_plane(made, channel) for channel in range(3)])


def _plane(made: Any, channel: int) -> Image:  # noqa: ANN401 - ncnn's Mat, which has no types
    """One colour of the network's, where 1 is all of it, as 8 bits."""
    from PIL import Image as Images

    levels = Images.frombytes("F", (made.w, made.h), bytes(memoryview(made.channel(channel))))
    return levels.point(lambda level: level * 255.0 + 0.5).convert("L")


def _with_colours_of(image: Image, made: Image, scale: int) -> Image:
    """The network makes paper lighter and skies greener: what differs over more than a few pixels is put right."""
    from PIL import Image as Images
    from PIL import ImageChops, ImageFilter

    shift = ImageChops.subtract(image, made.reduce(scale), offset=128)
    wide = shift.filter(ImageFilter.BoxBlur(REACH)).resize(made.size, Images.Resampling.BILINEAR)
    return ImageChops.add(made, wide, offset=-128)
