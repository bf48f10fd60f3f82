"""The styles that come with the program: names and templates in both languages, previews in server/static/styles."""

from __future__ import annotations

from msgspec import Struct

from server.common.i18n import N_


class BuiltInStyle(Struct, frozen=True):
    """`english` and `chinese` are templates; which one is used goes by the prompt's own language.

    What a model must not paint is said in English only: those that take it read little else.
    """

    id: str
    name: str
    english: str
    chinese: str
    avoided: str = ""


BUILT_IN: dict[str, BuiltInStyle] = {
    style.id: style
    for style in (
        BuiltInStyle(
            "watercolour",
            N_("Watercolour"),
            "watercolour painting of {prompt}, wet-on-wet washes, soft bleeding edges, white paper showing through, "
            "light pencil sketch underneath",
            "{prompt}，水彩画，湿画法，色彩自然晕染，留白，隐约可见铅笔底稿，水彩纸纹理",
            "photo, 3d render, hard outlines",
        ),
        BuiltInStyle(
            "ink-wash",
            N_("Ink wash"),
            "Chinese ink wash painting of {prompt}, sumi-e, expressive dry brush strokes, ink gradations, large empty "
            "space, rice paper",
            "{prompt}，中国水墨画，写意，浓淡相宜，飞白，大面积留白，宣纸",
            "photo, bright colours, 3d render",
        ),
        BuiltInStyle(
            "oil",
            N_("Oil painting"),
            "oil painting of {prompt}, thick impasto, visible brush strokes, rich warm colours, chiaroscuro, canvas "
            "texture",
            "{prompt}，油画，厚涂，笔触清晰，色彩浓郁，明暗对照，画布纹理",
            "photo, flat colours, smooth digital render",
        ),
        BuiltInStyle(
            "impressionist",
            N_("Impressionism"),
            "impressionist painting of {prompt}, broken dabs of pure colour, shimmering natural light, open air, "
            "blurred contours",
            "{prompt}，印象派绘画，短小跳跃的纯色笔触，闪烁的自然光，户外写生，轮廓朦胧",
            "photo, sharp lines, 3d render",
        ),
        BuiltInStyle(
            "storybook",
            N_("Storybook"),
            "children's picture book illustration of {prompt}, gouache, warm gentle colours, soft texture, rounded "
            "friendly shapes",
            "{prompt}，儿童绘本插画，水粉质感，温暖柔和的色彩，圆润可爱的造型",
            "photo, frightening, harsh contrast",
        ),
        BuiltInStyle(
            "pencil",
            N_("Pencil drawing"),
            "graphite pencil drawing of {prompt}, fine cross-hatching, careful shading, textured sketchbook paper, "
            "monochrome",
            "{prompt}，铅笔素描，细密排线，明暗细腻，素描纸纹理，黑白",
            "colour, photo, 3d render",
        ),
        BuiltInStyle(
            "charcoal",
            N_("Charcoal"),
            "charcoal drawing of {prompt}, smudged velvety blacks, white chalk highlights, toned paper, bold gestural "
            "lines",
            "{prompt}，炭笔画，浓黑而柔和的涂抹，白色粉笔提亮，有色纸，线条奔放",
            "colour, photo, clean lines",
        ),
        BuiltInStyle(
            "line-art",
            N_("Line art"),
            "minimalist continuous line drawing of {prompt}, a single flowing black line, a few flat colour shapes, "
            "plenty of white space",
            "{prompt}，极简线条画，一笔连贯的黑色线条，少量平涂色块，大量留白",
            "photo, shading, texture, clutter",
        ),
        BuiltInStyle(
            "botanical",
            N_("Botanical plate"),
            "vintage botanical plate of {prompt}, scientific illustration, fine engraved outline with delicate "
            "watercolour, several views and details, aged cream paper",
            "{prompt}，复古植物图谱，科学插图，精细描线配淡彩，多角度与局部图，泛黄的纸张",
            "photo, background scenery, 3d render",
        ),
        BuiltInStyle(
            "blueprint",
            N_("Blueprint"),
            "technical blueprint of {prompt}, white lines on deep blue paper, orthographic views, dimension lines, "
            "cross-section, grid",
            "{prompt}，工程蓝图，深蓝底白线，正投影视图，尺寸标注，剖面图，网格",
            "photo, shading, colours",
        ),
        BuiltInStyle(
            "embroidery",
            N_("Embroidery"),
            "hand embroidery of {prompt}, satin stitch, silk thread with a soft sheen, raised texture, linen fabric "
            "background, close view",
            "{prompt}，手工刺绣，缎面针法，丝线光泽，立体纹理，亚麻布底，近景",
            "photo, painting, flat colours",
        ),
        BuiltInStyle(
            "woodcut",
            N_("Woodcut"),
            "woodcut print of {prompt}, bold black carved lines, strong contrast, hatching that follows the form, "
            "cream paper",
            "{prompt}，木刻版画，粗犷的黑色刻线，强烈对比，排线随形，米色纸",
            "photo, gradients, grey, colour",
        ),
        BuiltInStyle(
            "ukiyo-e",
            N_("Ukiyo-e"),
            "ukiyo-e woodblock print of {prompt}, Edo period, flat colours with bokashi gradation, flowing outlines, "
            "Prussian blue, washi paper",
            "{prompt}，浮世绘木版画，江户时代，平涂与渐变晕染，流畅的轮廓线，普鲁士蓝，和纸",
            "photo, 3d render, perspective shading",
        ),
        BuiltInStyle(
            "pop-art",
            N_("Pop art"),
            "pop art of {prompt}, thick black outlines, halftone dots, flat saturated colours, comic book rays, "
            "1960s screen print",
            "{prompt}，波普艺术，粗黑轮廓，网点，高饱和平涂色，漫画放射线，六十年代丝网印刷",
            "photo, muted colours, soft shading",
        ),
        BuiltInStyle(
            "risograph",
            N_("Risograph"),
            "risograph print of {prompt}, two spot colours, pink and blue, grainy halftone, slight misregistration, "
            "uncoated paper",
            "{prompt}，Risograph 孔版印刷，粉蓝双专色，颗粒网点，轻微套印错位，无涂层纸",
            "photo, full colour, smooth gradients",
        ),
        BuiltInStyle(
            "paper-cut",
            N_("Paper cut"),
            "layered paper cut art of {prompt}, stacked coloured paper, soft shadows between the layers, clean "
            "scalpel edges, depth",
            "{prompt}，多层剪纸艺术，彩纸层叠，层间柔和投影，刀口利落，富有纵深",
            "photo, painting, outlines",
        ),
        BuiltInStyle(
            "stained-glass",
            N_("Stained glass"),
            "stained glass window of {prompt}, glowing coloured glass pieces, dark lead lines, light shining through, "
            "cathedral craft",
            "{prompt}，彩绘玻璃窗，发光的彩色玻璃块，深色铅条，光线透过，教堂工艺",
            "photo, smooth gradients, paper",
        ),
        BuiltInStyle(
            "mosaic",
            N_("Mosaic"),
            "ancient mosaic of {prompt}, small square stone and glass tesserae, visible grout, Byzantine craft, "
            "slight irregularity",
            "{prompt}，古典马赛克，小方块石料与玻璃拼贴，可见灰缝，拜占庭工艺，略不规则",
            "photo, smooth surfaces, brush strokes",
        ),
        BuiltInStyle(
            "art-deco",
            N_("Art deco"),
            "art deco poster of {prompt}, 1920s, gold lines on deep teal, geometric symmetry, sunburst rays, elegant",
            "{prompt}，装饰艺术风格海报，二十年代，深青底金线，几何对称，放射光芒，优雅",
            "photo, clutter, grunge",
        ),
        BuiltInStyle(
            "porcelain",
            N_("Blue and white porcelain"),
            "{prompt} painted on blue and white porcelain, cobalt blue brushwork under white glaze, floral border, "
            "Ming dynasty",
            "{prompt}，青花瓷纹样，白釉下钴蓝笔绘，缠枝花边饰，明代风格",
            "other colours, photo, 3d render",
        ),
        BuiltInStyle(
            "flat",
            N_("Flat vector"),
            "flat vector illustration of {prompt}, simple geometric shapes, limited harmonious palette, no outlines, "
            "clean composition",
            "{prompt}，扁平矢量插画，简洁几何造型，有限而和谐的配色，无描边，构图干净",
            "photo, texture, 3d render, noise",
        ),
        BuiltInStyle(
            "anime",
            N_("Anime cel"),
            "anime cel of {prompt}, clean line art, cel shading in two tones, vivid sky, painted background, studio "
            "animation still",
            "{prompt}，日式动画赛璐璐，线条干净，双色阶阴影，明亮天空，手绘背景，动画剧照",
            "photo, 3d render, realistic skin",
        ),
        BuiltInStyle(
            "pixel",
            N_("Pixel art"),
            "pixel art of {prompt}, 16-bit game style, limited palette, crisp square pixels, dark outline, dithering",
            "{prompt}，像素画，16 位游戏风格，有限色板，清晰的方形像素，深色描边，抖动着色",
            "photo, blur, smooth gradients, anti-aliasing",
        ),
        BuiltInStyle(
            "isometric",
            N_("Isometric"),
            "isometric diorama of {prompt}, small floating island, voxel blocks, soft pastel light, miniature, clean "
            "background",
            "{prompt}，等距视角小场景，悬浮小岛，体素方块，柔和粉彩光线，微缩模型，干净背景",
            "photo, perspective distortion, clutter",
        ),
        BuiltInStyle(
            "low-poly",
            N_("Low poly"),
            "low poly 3D art of {prompt}, triangular facets, faceted shading, dusk colours, minimal scene",
            "{prompt}，低多边形三维艺术，三角切面，分面着色，暮色色调，极简场景",
            "photo, smooth surfaces, fine texture",
        ),
        BuiltInStyle(
            "clay",
            N_("Clay"),
            "claymation model of {prompt}, handmade plasticine with fingerprints, soft studio light, pastel "
            "background, stop motion",
            "{prompt}，黏土定格动画，手工捏制，可见指纹，柔和棚拍光，粉彩背景",
            "photo of a real object, drawing, sharp edges",
        ),
        BuiltInStyle(
            "render",
            N_("Glossy 3D"),
            "glossy 3D render of {prompt}, smooth rounded shapes, softbox reflections, pastel gradient background, "
            "product shot",
            "{prompt}，光泽三维渲染，圆润造型，柔光箱反射，粉彩渐变背景，产品摄影构图",
            "drawing, grain, rough texture",
        ),
        BuiltInStyle(
            "film-still",
            N_("Film still"),
            "cinematic film still of {prompt}, anamorphic lens, teal and orange grade, practical lights, shallow "
            "depth of field, film grain, wide frame",
            "{prompt}，电影剧照，变形宽银幕镜头，青橙调色，现场光源，浅景深，胶片颗粒",
            "drawing, illustration, flat light",
        ),
        BuiltInStyle(
            "macro",
            N_("Macro"),
            "extreme macro photograph of {prompt}, tiny water droplets, razor-thin depth of field, soft natural light, "
            "fine surface detail",
            "{prompt}，超微距摄影，细小水珠，极浅景深，柔和自然光，表面细节清晰",
            "drawing, wide view, clutter",
        ),
        BuiltInStyle(
            "noir",
            N_("Film noir"),
            "black and white film noir photograph of {prompt}, hard light through venetian blinds, deep shadows, "
            "high contrast, 1940s",
            "{prompt}，黑白黑色电影摄影，百叶窗硬光，浓重阴影，高反差，四十年代",
            "colour, flat light, drawing",
        ),
        BuiltInStyle(
            "neon",
            N_("Neon"),
            "{prompt} in neon light, synthwave, glowing cyan and magenta tubes, night city, wet reflections, dark "
            "background",
            "{prompt}，霓虹灯光，合成波风格，青色与洋红发光灯管，夜晚城市，湿地倒影，暗背景",
            "daylight, pastel, drawing",
        ),
    )
}
