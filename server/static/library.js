// Made of templates/behaviour by `make assets`.
"use strict";
"use strict";(()=>{document.addEventListener("alpine:init",()=>{Alpine.data("comparison",()=>({mode:"beside",init(){this.$root.showModal()},
choose(){this.mode=this.$el.value},get isBeside(){return String(this.mode==="beside")},get isOver(){return String(this.mode===
"over")},slide(){this.$root.style.setProperty("--shown",`${this.$el.value}%`)},leave(){this.$root.close()},remove(){this.
$root.remove()}}))});var byId=id=>document.getElementById(id);var within=(root,selector)=>root.querySelector(selector);var toldByBody=()=>document.
body.dataset;function fieldsOf(form){const data=new FormData(form);return[...data]}var typesText=element=>element?.matches?.("input:n\
ot([type=range]), textarea, select, [contenteditable]")??false;var press=(place,handle)=>place?.querySelector(`[data-testid="${handle}"]`)?.click();function fillSlider({style,value,min,
max}){style.setProperty("--share",String((Number(value)-Number(min))/(Number(max)-Number(min))))}var{giveAway,givesWhatIsShown,hasControl,isComposing,isMac,isWhole,keep,lightboxOptions,nameLightbox,openLightboxFrom,say,
showWhole}=globalThis.atelier;var LONGEST=4e3;function dragOut(event,selection,{archive="",dragOne="",dragMany=""}){const{file,name=""}=event.target.dataset??
{};if(!file)return;const id=Number(event.target.closest(".tile")?.dataset.id);const areSeveral=selection.size>1&&selection.
has(id);if(givesWhatIsShown&&areSeveral)refuse(event,dragOne);else if(!isWhole(event.target))event.preventDefault();else if(!areSeveral)
giveAway(event,name,file);else if(selection.text.length>LONGEST)refuse(event,dragMany);else giveAway(event,archive,`/lib\
rary/originals?ids=${selection.text}`)}function refuse(event,why){event.preventDefault();say(why)}var grouped=number=>String(number).replace(/\B(?=(\d{3})+$)/g,",");async function showAlone(image,alt){const{default:PhotoSwipe}=await import(toldByBody().photoswipe);const[width,height]=[
"width","height"].map(name=>Number(image.getAttribute(name)));const pswp=new PhotoSwipe({...lightboxOptions(),dataSource:[
{src:image.src,width,height,element:image,alt}]});nameLightbox(pswp);pswp.init()}async function showFrom(grid,index,left){
const{default:PhotoSwipe}=await import(toldByBody().photoswipe);const pswp=new PhotoSwipe({...lightboxOptions(),index});
const unknown=new Set;pswp.addFilter("numItems",()=>grid.total);pswp.addFilter("itemData",(_data,at)=>{const tile=grid.tile(
at);if(!tile)unknown.add(at);return tile?slide(tile):{html:""}});pswp.addFilter("thumbEl",(element,_data,at)=>grid.tile(
at)?.querySelector("img")??element);pswp.on("change",async()=>{const at=pswp.currIndex;await grid.reach(at);for(const near of[
at-1,at,at+1])if(unknown.delete(near)&&grid.tile(near))pswp.refreshSlideContent(near)});pswp.on("closingAnimationEnd",()=>left(
pswp.currIndex));nameLightbox(pswp);pswp.init()}function slide(tile){const{id,state,width,height}=tile.dataset;const image=tile.
querySelector("img");if(state!=="done"||!image)return{html:""};return{src:`/paintings/${id}/picture?${image.src.split("?")[1]}`,
msrc:image.src,width:Number(width),height:Number(height),alt:tile.title}}var Delay=class{#timer;start(milliseconds,work){clearTimeout(this.#timer);this.#timer=setTimeout(work,milliseconds)}};var REST=60;var WIDE=992;var ROOMY=1200;var Details=class{#telling=new Delay;constructor(view,selection){this.view=view;
this.selection=selection;view.detailsOpen=innerWidth>ROOMY}get areOfOne(){return this.view.detailsOpen&&this.view.selected===
1}get areShown(){return this.view.detailsOpen&&(this.view.selected===1||innerWidth>WIDE)}tellSoon(){if(this.areOfOne)this.#telling.
start(REST,()=>this.tell())}tellAgain(){if(this.areOfOne&&!document.querySelector("#details :focus"))this.tell()}tell(){
const[id]=this.selection.ids;if(!id)return void 0;return htmx.ajax("GET",`/library/details/${id}`,{source:"#details",target:"\
#details",swap:"innerHTML"})}tellOfStranger(){this.#telling.start(0,async()=>{await this.tell();document.querySelector("\
#details .details-picture")?.focus()})}};var REST2=160;var FILTERS=".filters select, .filters input[type=date]";var Finder=class{#looking=new Delay;constructor(root,found){
this.root=root;this.found=found}get filters(){return[...this.root.querySelectorAll(FILTERS)]}get count(){return this.filters.
filter(({name,value})=>value&&name!=="show").length}get address(){const given=[...fieldsOf(within(this.root,".finder"))].
filter(([name,value])=>value&&name!=="");return String(new URLSearchParams(given))}changed(){for(const day of this.root.
querySelectorAll(".filters input[type=date]")){day.dataset.empty=String(!day.value&&!day.validity.badInput)}this.#looking.
start(REST2,()=>{if(!isComposing())this.found(this.address)})}clearFilters(){for(const field of this.filters)field.value=
"";this.changed()}clearSearch(event){if(!event.target.value)return;event.stopPropagation();event.target.value="";this.changed()}};function spread(text){const parts=text.split(",").filter(Boolean);return parts.flatMap(part=>{const[first=0,last=first]=part.
split("-").map(Number);return Array.from({length:last-first+1},(_,at)=>first+at)})}function gather(ids){const parts=[];for(const id of[
...ids].sort((a,b)=>a-b)){const part=parts.at(-1);if(part&&part[1]===id-1)part[1]=id;else parts.push([id,id])}return parts.
map(([first,last])=>first===last?first:`${first}-${last}`).join(",")}var GAP=10;var MARGIN=1;var TileLayout=class{columns=0;step=0;constructor({side,block}){this.side=side;this.block=block}get tile(){
return this.step-GAP}measure(width){this.columns=Math.max(1,Math.floor((width+GAP)/(this.side+GAP)));const before=this.step;
this.step=(width-GAP*(this.columns-1))/this.columns+GAP;return this.step!==before}height(total){return Math.max(0,Math.ceil(
total/this.columns)*this.step-GAP)}topOf(index){return Math.floor(index/this.columns)*this.step}leftOf(index){return index%
this.columns*this.step}firstShown(scrolled){return this.step?Math.floor(scrolled/this.step)*this.columns:0}rowsIn(height){
return Math.max(1,Math.floor(height/this.step))}blockOf(index){return Math.floor(index/this.block)}blocksNear({scrolled,
height,total}){if(!this.step)return[0];const row=y=>Math.floor(y/this.step);const first=Math.max(0,row(scrolled-MARGIN*height))*
this.columns;const last=Math.min(total-1,(row(scrolled+(1+MARGIN)*height)+1)*this.columns-1);const numbers=[];for(let number=this.
blockOf(first);number<=this.blockOf(Math.max(first,last));number++)numbers.push(number);return numbers}scrollTo(index,{scrolled,
height}){const top=this.topOf(index);if(top<scrolled)return Math.max(0,top-GAP);if(top+this.step>scrolled+height)return top+
this.step-height+GAP;return null}};var PATIENCE=2e3;var Grid=class{blocks=new Map;asked=new Map;total=0;constructor(root,changed){this.frame=within(root,".\
grid-frame");this.list=within(root,".grid");this.layout=new TileLayout({side:Number(root.dataset.tile),block:Number(root.
dataset.block)});this.address=root.dataset.address??"";this.changed=changed;this.take(0,[...this.list.children]);new ResizeObserver(
()=>this.layOut()).observe(this.frame)}tile(index){return this.blocks.get(this.layout.blockOf(index))?.find(tile=>Number(
tile.dataset.index)===index)}get tiles(){return[...this.blocks.values()].flat()}get columns(){return this.layout.columns}get perScreen(){
return this.layout.rowsIn(this.frame.clientHeight)}get window(){return{scrolled:this.frame.scrollTop,height:this.frame.clientHeight,
total:this.total}}get wantedBlocks(){return this.layout.blocksNear(this.window)}reset(address){this.address=address;for(const asking of this.
asked.values())asking.abort();this.asked.clear();this.frame.scrollTop=0;return this.load(0,{first:true})}refresh(){return Promise.
all(this.wantedBlocks.map(number=>this.load(number,{again:true})))}resize(side){this.layout.side=side;this.layOut()}layOut(){
const style=getComputedStyle(this.frame);const width=this.frame.clientWidth-parseFloat(style.paddingLeft)-parseFloat(style.
paddingRight);if(width<=0)return;const top=this.layout.firstShown(this.frame.scrollTop);const changed=this.layout.measure(
width);this.list.style.height=`${this.layout.height(this.total)}px`;this.list.style.setProperty("--tile",`${this.layout.
tile}px`);for(const tile of this.tiles)this.place(tile);if(changed&&top>0)this.frame.scrollTop=this.layout.topOf(top);this.
show()}place(tile){const index=Number(tile.dataset.index);tile.style.transform=`translate(${this.layout.leftOf(index)}px\
, ${this.layout.topOf(index)}px)`}show(){const wanted=new Set(this.wantedBlocks);for(const[number,tiles]of this.blocks){
if(wanted.has(number)||tiles.includes(focusedPart()))continue;for(const tile of tiles)tile.remove();this.blocks.delete(number)}
for(const[number,asking]of this.asked){if(wanted.has(number))continue;asking.abort();this.asked.delete(number)}for(const number of wanted)
if(!this.blocks.has(number)&&!this.asked.has(number))this.load(number)}async load(number,{first=false,again=false}={}){if(again)
this.asked.get(number)?.abort();const asking=new AbortController;this.asked.set(number,asking);const{address}=this;try{const tiles=await this.
fetchBlock(number,asking.signal);if(!tiles||address!==this.address)return;if(first)this.clear();this.take(number,tiles);
this.layOut()}catch(error){if(!(error instanceof Error&&error.name==="AbortError"))setTimeout(()=>this.show(),PATIENCE)}finally{
if(this.asked.get(number)===asking)this.asked.delete(number)}}async fetchBlock(number,signal){const path=`/library/block\
?${this.address}&start=${number*this.layout.block}`;const answer=await fetch(path,{signal,headers:{"HX-Request":"true"}});
const html=await answer.text();if(!answer.ok)return null;const holder=document.createElement("template");holder.innerHTML=
html;return[...holder.content.children]}clear(){for(const tile of this.tiles)tile.remove();this.blocks.clear()}take(number,elements){
const before=this.blocks.get(number)??[];const focused=before.find(tile=>tile===document.activeElement);for(const old of before)
old.remove();for(const none of this.list.querySelectorAll(".no-tile"))none.remove();this.total=Number(elements[0]?.dataset.
total??0);this.put(number,elements.filter(element=>element.classList.contains("tile")));this.hearBrokenPictures();this.changed();
if(focused)this.focusInsteadOf(focused)}put(number,tiles){for(const tile of tiles){const elsewhere=document.getElementById(
tile.id);if(elsewhere&&elsewhere!==tile)this.forget(elsewhere)}this.blocks.set(number,tiles);this.list.append(...tiles);
for(const tile of tiles)tile.setAttribute("aria-setsize",String(this.total));if(this.columns)for(const tile of tiles)this.
place(tile)}hearBrokenPictures(){for(const image of this.list.querySelectorAll("img:not([data-heard])")){image.dataset.heard=
"";image.addEventListener("error",()=>image.closest(".tile")?.classList.add("tile-broken"))}}focusInsteadOf(gone){const index=Math.
min(this.total-1,Number(gone.dataset.index));(document.getElementById(gone.id)??this.tile(index))?.focus({preventScroll:true})}forget(tile){
for(const[number,tiles]of this.blocks){if(tiles.includes(tile))this.blocks.set(number,tiles.filter(each=>each!==tile))}tile.
remove()}async reach(index){const scroll=this.layout.scrollTo(index,this.window);if(scroll!==null)this.frame.scrollTop=scroll;
if(!this.tile(index))await this.load(this.layout.blockOf(index),{again:true});return this.tile(index)}async ids(start,stop){
const answer=await fetch(`/library/ids?${this.address}&start=${start}&stop=${stop}`);return answer.ok?spread(await answer.
text()):[]}};var focusedPart=()=>document.activeElement;var Keyboard=class{constructor(library){this.library=library}pressed(event){if(isForOthers(event.target))return;if(event.
key==="Escape")return void this.escape();const work=this.inGrid(event)??this.anywhere(event)??this.withSelection(event);
if(!work)return;event.preventDefault();event.stopPropagation();work()}escape(){const{menu,selecting}=this.library;if(menu.
isOpen)menu.close();else selecting.selectNone()}inGrid(event){if(!event.target.closest(".grid-frame"))return void 0;const{
grid,selecting,selection,openAt}=this.library;const{current}=selection;if(event.key==="Enter")return()=>openAt(current);
if(event.key===" ")return()=>selecting.select(current,{ctrlKey:true,metaKey:true});const place=this.placesByKey[event.key];
if(place===void 0)return void 0;return()=>selecting.goTo(Math.min(grid.total-1,Math.max(0,place)),event)}get placesByKey(){
const{current}=this.library.selection;const{columns,perScreen,total}=this.library.grid;return{ArrowRight:current+1,ArrowLeft:current-
1,ArrowDown:current+columns,ArrowUp:current-columns,PageDown:current+columns*perScreen,PageUp:current-columns*perScreen,
Home:0,End:total-1}}anywhere(event){const{selecting}=this.library;if(hasControl(event)&&event.key==="a")return()=>selecting.
selectAll();if(event.key==="/")return()=>byId("search").focus();if(!hasControl(event)&&event.key==="i")return()=>this.library.
toggleDetails();return void 0}withSelection(event){const{root,selecting,selection}=this.library;if(!selection.size)return void 0;
const bar=within(root,".selection-bar");const panel=byId("details");const{key}=event;if(key==="Delete"||isMac&&key==="Ba\
ckspace")return()=>pressEither(bar,"delete-selected","erase");if(hasControl(event)){if(key==="s")return()=>press(panel,"\
save-as");if(key==="c"&&!String(getSelection()))return()=>press(panel,"copy");return void 0}if(key==="c"&&selection.size===
2)return()=>press(bar,"compare");if(key==="f")return()=>press(bar,selecting.areAllFavourite?"unfavourite":"favourite");return void 0}};
function isForOthers(target){return typesText(target)||target.closest("select, dialog, .more-body")||document.querySelector(
".pswp--open")}function pressEither(place,...handles){for(const handle of handles)press(place,handle)}var EDGE=8;var ActionMenu=class{constructor(root){this.root=root}get isOpen(){return Boolean(this.root.querySelector(".s\
election-bar.as-menu"))}openAt({clientX,clientY}){const bar=within(this.root,".selection-bar");bar.classList.add("as-men\
u");bar.style.left=`${Math.min(clientX,innerWidth-bar.offsetWidth-EDGE)}px`;bar.style.top=`${Math.min(clientY,innerHeight-
bar.offsetHeight-EDGE)}px`}close(){const bar=this.root.querySelector(".selection-bar.as-menu");bar?.classList.remove("as\
-menu");bar?.style.removeProperty("left");bar?.style.removeProperty("top")}};function refreshPlaces(address){htmx.ajax("GET",`/library/places?${address}`,{source:"#places",target:"#places",swap:"ou\
terHTML"});if(!document.getElementById("album-choices"))return;htmx.ajax("GET","/library/albums",{source:"#album-choices",
target:"#album-choices",swap:"innerHTML"})}var Selecting=class{constructor(grid,selection,changed){this.grid=grid;this.selection=selection;this.changed=changed}async select(index,{
shiftKey=false,ctrlKey=false,metaKey=false}={}){const tile=this.grid.tile(index);const id=Number(tile?.dataset.id);if(shiftKey)
this.selection.replace(await this.grid.ids(...this.selection.rangeTo(index)));else if(hasControl({ctrlKey,metaKey}))this.
selection.toggle(id,index);else this.selection.take(id,index);this.focus(tile);this.changed()}selectNone(){this.selection.
replace([]);this.changed()}async selectAll(){this.selection.replace(await this.grid.ids(0,this.grid.total));this.changed()}selectById(id){
const tile=document.getElementById(`tile-${id}`);if(tile)this.select(Number(tile.dataset.index));else{this.selection.replace(
[id]);this.changed()}return Boolean(tile)}dropWhatIsGone(){const{ids,current}=this.selection;const areGone=!ids.some(id=>document.
getElementById(`tile-${id}`));if(ids.length&&this.grid.tile(current)&&areGone)this.selectNone()}async goTo(index,held={}){
if(index<0||index>=this.grid.total)return;const tile=await this.grid.reach(index);if(!tile)return;if(held.shiftKey)this.
select(index,{shiftKey:true});else if(held.ctrlKey||held.metaKey){this.selection.current=index;this.focus(tile)}else this.
select(index)}focus(tile){if(!tile)return;for(const other of this.grid.list.querySelectorAll('.tile[tabindex="0"]'))other.
tabIndex=-1;tile.tabIndex=0;this.grid.list.tabIndex=-1;tile.focus({preventScroll:true})}mark(){const{list,tiles}=this.grid;
for(const tile of tiles)tile.setAttribute("aria-selected",String(this.selection.has(Number(tile.dataset.id))));if(!list.
querySelector('[tabindex="0"]'))list.tabIndex=0}get areAllFavourite(){const tiles=this.grid.tiles.filter(tile=>this.selection.
has(Number(tile.dataset.id)));return tiles.length>0&&tiles.every(tile=>tile.querySelector(".tile-star"))}};var Selection=class{#ids=new Set;#anchor=0;current=0;get size(){return this.#ids.size}get ids(){return[...this.#ids]}get text(){
return gather(this.#ids)}has(id){return this.#ids.has(id)}take(id,index){this.#ids=new Set([id]);this.#anchor=this.current=
index}toggle(id,index){if(!this.#ids.delete(id))this.#ids.add(id);this.#anchor=this.current=index}rangeTo(index){this.current=
index;return[Math.min(this.#anchor,index),Math.max(this.#anchor,index)+1]}replace(ids){this.#ids=new Set(ids)}startOver(){
this.#ids=new Set;this.#anchor=this.current=0}};var SETTLE=90;var PULSE=200;var Library=class{selection=new Selection;#pulse=new Delay;#settling;constructor(root,view){
this.root=root;this.view=view;this.menu=new ActionMenu(root);this.finder=new Finder(root,address=>this.find(address));this.
keyboard=new Keyboard(this);this.details=new Details(view,this.selection);this.grid=new Grid(root,()=>this.arrived());this.
selecting=new Selecting(this.grid,this.selection,()=>this.selected())}begin(){this.view.narrowed=Boolean(this.grid.address);
this.view.filters=this.finder.count;fillSlider(within(this.root,".tile-size"));this.grid.layOut();this.arrived();const changes={
childList:true,characterData:true,subtree:true};new MutationObserver(()=>this.pulsed()).observe(within(this.root,"#libra\
ry-pulse"),changes)}arrived(){if(!this.selecting)return;this.view.total=this.grid.total;this.selecting.mark()}scrolled(){
this.#settling??=setTimeout(()=>{this.#settling=void 0;this.grid.show()},SETTLE)}pulsed(){this.#pulse.start(PULSE,()=>this.
refresh())}async refresh(){await this.grid.refresh();this.selecting.dropWhatIsGone();refreshPlaces(this.grid.address);this.
details.tellAgain()}find(address){if(address===this.grid.address)return;this.view.narrowed=Boolean(address);this.view.filters=
this.finder.count;history.replaceState(null,"",address?`/library?${address}`:"/library");this.selection.startOver();this.
selected();this.grid.reset(address)}selected(){this.view.selected=this.selection.size;this.view.selectedIds=this.selection.
text;this.arrived();this.details.tellSoon()}toggleDetails(){this.view.detailsOpen=!this.view.detailsOpen;this.selected()}toRelative(id){
if(!this.selecting.selectById(id))this.details.tellOfStranger()}openAt=index=>showFrom(this.grid,index,last=>this.selecting.
goTo(last));openSelected(shown){const[id]=this.selection.ids;const tile=document.getElementById(`tile-${id}`);if(tile)this.
openAt(Number(tile.dataset.index));else if(this.selection.size!==1)this.openAt(this.selection.current);else showAlone(shown,
document.querySelector("#details .prompt")?.textContent??void 0)}get foundText(){const{one="",found=""}=this.root.dataset;
return this.view.total===1?one:found.replace("{n}",grouped(this.view.total))}get selectedText(){return this.root.dataset.
selected?.replace("{n}",grouped(this.view.selected))}};document.addEventListener("alpine:init",()=>{Alpine.data("library",()=>{let library;return{total:0,selected:0,selectedIds:"",
filters:0,narrowed:false,detailsOpen:true,init(){library=new Library(this.$root,this);library.begin()},get foundText(){return library.
foundText},get selectedText(){return library.selectedText},get areTwo(){return this.selected===2},get isEmpty(){return this.
total===0},get hasDetails(){return library.details.areShown},get emptyText(){return this.narrowed?this.$el.dataset.found:
this.$el.dataset.none},laidOut(){library.grid.layOut()},scrolled(){library.menu.close();library.scrolled()},pulsed(){library.
pulsed()},lookAgain(){navigator.sendBeacon("/library/look")},resized(){fillSlider(this.$el);library.grid.resize(Number(this.
$el.value))},keepSize(){keep("/preferences",{tile:this.$el.value})},wished(){library.finder.changed()},clearFilters(){library.
finder.clearFilters()},clearSearch(event){library.finder.clearSearch(event)},clicked(event){library.menu.close();const tile=event.
target.closest(".tile");if(tile)library.selecting.select(Number(tile.dataset.index),event);else library.selecting.selectNone()},
selectNone(){library.selecting.selectNone()},entered(){library.selecting.goTo(Math.min(library.selection.current,library.
grid.total-1))},intoGrid(event){event.preventDefault();library.selecting.goTo(0)},keys(event){library.keyboard.pressed(event)},
menued(event){const tile=event.target.closest(".tile");if(!tile)return;event.preventDefault();if(!library.selection.has(
Number(tile.dataset.id)))library.selecting.select(Number(tile.dataset.index));this.$nextTick(()=>library.menu.openAt(event))},
toRelative(){library.toRelative(Number(this.$el.dataset.relative))},closeDetails(){this.detailsOpen=false},toggleDetails(){
library.toggleDetails()},opened(event){if(event.target.closest(".tile"))library.openAt(library.selection.current)},openSelected(){
library.openSelected(within(this.$el,"img"))},pressed(event){showWhole(event)},drag(event){dragOut(event,library.selection,
library.root.dataset)}}})});document.addEventListener("alpine:init",()=>{Alpine.data("newAlbum",()=>({made({detail:{ctx}}){if(ctx.response?.raw?.ok)
this.$root.reset()}}));Alpine.data("popover",()=>({close(event){if(event.type==="keydown"&&this.$root.open){event.stopPropagation();
within(this.$root,"summary").focus()}this.$root.open=false}}))});})();
