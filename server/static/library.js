// Made of templates/behaviour by `make assets`.
"use strict";
"use strict";(()=>{var byId=id=>document.getElementById(id);var within=(root,selector)=>root.querySelector(selector);function fieldsOf(form){const data=new FormData(form);return[...data]}var typesText=element=>element?.matches?.("input:n\
ot([type=range]), textarea, select, [contenteditable]")??false;var press=(place,handle)=>place?.querySelector(`[data-testid="${handle}"]`)?.click();function fillSlider({style,value,min,
max}){style.setProperty("--share",String((Number(value)-Number(min))/(Number(max)-Number(min))))}var{act,closeMenu,giveAway,givesWhatIsShown,handlesFor,hasControl,isComposing,isHeld,isMac,isMenuOpen,isWhole,keep,lightboxWish,
openLightbox,openLightboxFrom,openMenuAt,reducedMotion,say,showWhole}=globalThis.atelier;var LONGEST=4e3;var OURS="application/x-atelier-paintings";var carried="";function dragOut(event,selection,{archive="",dragOne="",
dragMany=""}){const{file,name=""}=event.target.dataset??{};if(!file)return;const id=Number(event.target.closest(".tile")?.
dataset.id);const areSeveral=selection.size>1&&selection.has(id);if(!areSeveral&&!isWhole(event.target))return event.preventDefault();
carry(event,areSeveral?selection.text:String(id));if(!areSeveral)giveAway(event,name,file);else if(givesWhatIsShown)keepInside(
event,dragOne);else if(selection.text.length>LONGEST)keepInside(event,dragMany);else giveAway(event,archive,`/library/or\
iginals?ids=${selection.text}`)}function carry(event,ids){carried=ids;event.target.addEventListener("dragend",()=>{carried=
""},{once:true})}function keepInside(event,why){event.dataTransfer.items.clear();event.dataTransfer.effectAllowed="copy";
event.dataTransfer.setData(OURS,carried);event.target.addEventListener("dragend",ended=>{if(ended.dataTransfer.dropEffect===
"none")say(why)},{once:true})}document.addEventListener("alpine:init",()=>{Alpine.data("places",()=>({place(event){const{
target}=event;return carried?target.closest("[data-album], [data-favourites]"):null},over(event){const place=this.place(
event);this.light(place);if(!place)return;event.preventDefault();event.dataTransfer.dropEffect="copy"},left(event){if(!this.
place(event))this.light(null)},dropped(event){const place=this.place(event);this.light(null);if(!place)return;event.preventDefault();
event.stopPropagation();const{album}=place.dataset;const path=album?`/library/albums/${album}/add`:"/library/favourite";
const values=album?{ids:carried}:{ids:carried,on:1};htmx.ajax("POST",path,{source:"#places",target:"#toasts",swap:"none",
values})},light(place){for(const lit of this.$root.querySelectorAll(".takes"))if(lit!==place)lit.classList.remove("takes");
place?.classList.add("takes")},opened(){if(this.$el.open)this.$el.querySelector("input")?.focus()}}))});var grouped=number=>String(number).replace(/\B(?=(\d{3})+$)/g,",");function showAlone(image,id,alt=""){const[width,height]=["width","height"].map(name=>Number(image.getAttribute(name)));const item={
id,src:`/paintings/${id}/picture`,thumb:image.src,width,height,alt,told:alt};return openLightbox({source:sourceOfOne(item),
at:0,from:image})}function showFrom(grid,index,left){const tileOf=id=>document.getElementById(`tile-${id}`);const source={
list:grid.list,count:()=>grid.total,item:at=>itemOf(grid.tile(at)),indexOf:id=>Number(tileOf(id)?.dataset.index??-1),reach:at=>grid.
reach(at),left};return openLightbox({source,at:index,from:grid.tile(index)?.querySelector("img")})}function sourceOfOne(item){
return{list:document.createElement("div"),count:()=>1,item:()=>item,indexOf:()=>0,reach:async()=>{},left:()=>{}}}function itemOf(tile){
const image=tile?.querySelector("img");if(!tile||!image)return void 0;const{id="",width,height}=tile.dataset;const src=`\
/paintings/${id}/picture?${image.src.split("?")[1]??""}`;const alt=tile.title.split("\n→ ")[0];return{id,src,thumb:image.
src,width:Number(width),height:Number(height),alt,told:tile.title}}var Delay=class{#timer;start(milliseconds,work){clearTimeout(this.#timer);this.#timer=setTimeout(work,milliseconds)}};var LONGEST2=4e3;var REST=60;var WIDE=992;var ROOMY=1200;var Details=class{#telling=new Delay;constructor(view,selection){
this.view=view;this.selection=selection;this.panel=document.getElementById("details");view.isWide=innerWidth>WIDE;view.detailsOpen=
innerWidth>ROOMY}get areTold(){return this.view.detailsOpen&&this.view.selected>0}get areShown(){return this.view.detailsOpen&&
(this.view.selected>0||this.view.isWide)}get areSheet(){return this.areShown&&!this.view.isWide}fit(){const isWide=innerWidth>
WIDE;if(this.view.isWide&&!isWide)this.view.detailsOpen=false;if(!this.view.isWide&&innerWidth>ROOMY)this.view.detailsOpen=
true;this.view.isWide=isWide;this.tellSoon()}tellSoon(){if(this.areTold)this.#telling.start(REST,()=>this.tell());else if(!this.
view.selected)this.#telling.start(0,()=>this.empty())}tellAgain(){if(this.areTold)this.tell()}async tell(){const{ids,text}=this.
selection;if(ids.length)await this.#ask(ids,text);if(!this.selection.size)this.empty()}#ask(ids,text){const how={source:"\
#details",target:"#details",swap:this.#swapFor(text)};if(ids.length===1)return htmx.ajax("GET",`/library/details/${ids[0]}`,
how);const method=text.length<LONGEST2?"GET":"POST";return htmx.ajax(method,"/library/selected",{...how,values:{ids:text}})}#swapFor(text){
const{id,ids}=this.panel.querySelector(".details-body")?.dataset??{};return(id??ids)===text?"innerMorph":"innerHTML"}empty(){
if(!this.panel.querySelector(".details-body"))return;const nothing=within(document,"#no-details");this.panel.replaceChildren(
nothing.content.cloneNode(true))}tellOfStranger(){this.#telling.start(0,async()=>{await this.tell();document.querySelector(
"#details .details-picture")?.focus()})}};var REST2=160;var FILTERS=".filters select, .filters input[type=date]";function daysAgo(days){const now=new Date;const day=new Date(
now.getFullYear(),now.getMonth(),now.getDate()-days);const[month,date]=[day.getMonth()+1,day.getDate()].map(each=>String(
each).padStart(2,"0"));return`${day.getFullYear()}-${month}-${date}`}var Finder=class{#looking=new Delay;constructor(root,found){
this.root=root;this.found=found}get filters(){return[...this.root.querySelectorAll(FILTERS)]}get count(){return this.filters.
filter(({name,value})=>value&&name!=="show").length}get address(){const given=[...fieldsOf(within(this.root,".finder"))].
filter(([name,value])=>value&&name!=="");return String(new URLSearchParams(given))}quickChoice({dataset:{of},value}){const field=this.
field(of);field.value=field.value===value?"":value;this.changed()}quickDay({value}){const since=this.field("since");const day=daysAgo(
Number(value));since.value=since.value===day&&!this.field("until").value?"":day;this.field("until").value="";this.changed()}mark(){
for(const button of this.root.querySelectorAll(".quick-choice")){const{of,days}=button.dataset;const isOn=days?this.field(
"since").value===daysAgo(Number(days))&&!this.field("until").value:this.field(of).value===button.value;button.setAttribute(
"aria-pressed",String(isOn))}}field(name){return within(this.root,`.filters [name="${name}"]`)}changed(){this.mark();for(const day of this.
root.querySelectorAll(".filters input[type=date]")){day.dataset.empty=String(!day.value&&!day.validity.badInput)}this.#looking.
start(REST2,()=>{if(!isComposing())this.found(this.address)})}clearFilters(){for(const field of this.filters)field.value=
"";this.changed()}clearSearch(event){if(!event.target.value)return;event.stopPropagation();event.target.value="";this.changed()}};var DayHeadings=class{#shown=new Map;constructor(place,layout){this.place=place;this.layout=layout}startOver(){this.place.
replaceChildren();this.#shown.clear()}show(view){const near=new Set(this.layout.sectionsNear(view).filter(number=>this.layout.
sections[number]?.heading));for(const[number,heading]of this.#shown){if(near.has(number))continue;heading.remove();this.#shown.
delete(number)}for(const number of near)if(!this.#shown.has(number))this.#add(number)}#add(number){const{heading="",count=0}=this.
layout.sections[number]??{};const element=document.createElement("h2");element.className="day-heading";element.dataset.testid=
"day-heading";element.dataset.section=String(number);element.dataset.count=grouped(count);element.style.transform=`trans\
lateY(${this.layout.headings[number]??0}px)`;element.append(heading,this.#chooser(heading));this.#shown.set(number,element);
const next=[...this.#shown].filter(([other])=>other>number).sort(([a],[b])=>a-b)[0];this.place.insertBefore(element,next?.[1]??
null)}#chooser(heading){const button=document.createElement("button");button.type="button";button.className="day-select";
button.title=(this.place.dataset.select??"").replace("{heading}",heading);button.setAttribute("aria-label",button.title);
return button}};function spread(text){const parts=text.split(",").filter(Boolean);return parts.flatMap(part=>{const[first=0,last=first]=part.
split("-").map(Number);return Array.from({length:last-first+1},(_,at)=>first+at)})}function gather(ids){const parts=[];for(const id of[
...ids].sort((a,b)=>a-b)){const part=parts.at(-1);if(part&&part[1]===id-1)part[1]=id;else parts.push([id,id])}return parts.
map(([first,last])=>first===last?first:`${first}-${last}`).join(",")}var GAP=8;var HEADING=52;var MARGIN=1;var WHOLE=100;var JustifiedLayout=class{ratios=[];sections=[];headings=[];width=0;height=0;#rows={
first:[],top:[],height:[],scale:[]};constructor({side,block}){this.side=side;this.block=block}get total(){return this.ratios.
length}get isMeasured(){return this.width>0}describe({ratios,sections}){this.ratios=ratios;this.sections=sections.length?
sections:[{heading:"",year:"",count:ratios.length}];this.#lay()}measure(width,side=this.side){const whole=Math.floor(width);
if(whole===this.width&&side===this.side)return false;this.width=whole;this.side=side;this.#lay();return true}#lay(){this.#rows=
{first:[],top:[],height:[],scale:[]};this.headings=[];this.height=0;if(!this.isMeasured)return;let first=0;for(const{heading,
count}of this.sections){this.headings.push(this.height);if(heading)this.height+=HEADING;this.#laySection(first,first+count);
first+=count;this.height+=GAP}this.height=Math.max(0,this.height-2*GAP)}#laySection(start,stop){let first=start;let sum=0;
for(let at=start;at<stop;at++){const ratio=(this.ratios[at]??WHOLE)/WHOLE;const without=this.#scale(sum,at-first);const scale=this.#scale(
sum+ratio,at-first+1);if(scale>this.side){sum+=ratio}else if(at>first&&without-this.side<this.side-scale){this.#row(first,
without);first=at;sum=ratio}else{this.#row(first,scale);first=at+1;sum=0}}if(first<stop)this.#row(first,Math.min(this.side,
this.#scale(sum,stop-first)))}#scale(sum,count){return sum?(this.width-GAP*(count-1))/sum:Infinity}#row(first,scale){const{
first:firsts,top,height,scale:scales}=this.#rows;firsts.push(first);top.push(this.height);scales.push(scale);height.push(
Math.max(1,Math.round(scale)));this.height+=Math.max(1,Math.round(scale))+GAP}boxOf(index){if(!(index>=0&&index<this.total)||
!this.isMeasured)return null;const row=this.#rowOf(index);const{first,top,height,scale}=this.#rows;let left=0;for(let at=first[row]??
0;at<index;at++)left+=this.#widthIn(row,at)+GAP;const width=Math.round(left+(scale[row]??0)*((this.ratios[index]??WHOLE)/
WHOLE))-Math.round(left);return{left:Math.round(left),top:top[row]??0,width:Math.max(1,width),height:height[row]??0}}#widthIn(row,index){
return(this.#rows.scale[row]??0)*(this.ratios[index]??WHOLE)/WHOLE}below(index,rows){const box=this.boxOf(index);if(!box)
return index;const row=this.#rowOf(index)+rows;if(row<0||row>=this.#rows.first.length)return row<0?0:this.total-1;return this.#nearest(
row,box.left+box.width/2)}screenBelow(index,height){const box=this.boxOf(index);if(!box)return index;const row=this.#rowAt(
Math.max(0,box.top+height));if(row===this.#rowOf(index))return this.below(index,Math.sign(height));return this.#nearest(
row,box.left+box.width/2)}#nearest(row,x){const start=this.#rows.first[row]??0;const stop=this.#rows.first[row+1]??this.
total;let right=0;for(let at=start;at<stop;at++){right+=this.#widthIn(row,at)+GAP;if(x<right)return at}return stop-1}blockOf(index){
return Math.floor(index/this.block)}firstShown(scrolled){return this.#rows.first[this.#rowAt(scrolled)]??0}sectionAt(y){
return Math.max(0,lastUpTo(this.headings,y))}sectionsNear({scrolled,height}){const from=this.sectionAt(scrolled-MARGIN*height);
const to=this.sectionAt(scrolled+(1+MARGIN)*height);return this.sections.map((_,number)=>number).slice(from,to+1)}blocksNear({
scrolled,height}){if(!this.isMeasured||!this.total)return[0];const{first}=this.#rows;const start=first[this.#rowAt(scrolled-
MARGIN*height)]??0;const stop=first[this.#rowAt(scrolled+(1+MARGIN)*height)+1]??this.total;const numbers=[];for(let number=this.
blockOf(start);number<=this.blockOf(stop-1);number++)numbers.push(number);return numbers}scrollTo(index,{scrolled,height}){
const box=this.boxOf(index);if(!box)return null;if(box.top<scrolled)return Math.max(0,box.top-(this.#isBelowHeading(box.
top)?HEADING:GAP));if(box.top+box.height>scrolled+height)return box.top+box.height-height+GAP;return null}#isBelowHeading(top){
const section=this.sectionAt(top);return Boolean(this.sections[section]?.heading)&&top===(this.headings[section]??0)+HEADING}#rowOf(index){
return Math.max(0,lastUpTo(this.#rows.first,index))}#rowAt(y){return Math.max(0,lastUpTo(this.#rows.top,y))}};function lastUpTo(numbers,limit){
let low=0;let high=numbers.length;while(low<high){const middle=low+high>>1;if(numbers[middle]<=limit)low=middle+1;else high=
middle}return low-1}var OURS2=["class","tabindex","aria-selected"];var contents=new WeakMap;function unchanged(tile,before){contents.set(tile,
tile.innerHTML);const old=before.find(({id})=>id===tile.id);if(!old||old===tile)return void 0;if(contents.get(old)!==contents.
get(tile))return void keepPicture(tile,old);for(const{name,value}of tile.attributes)if(!OURS2.includes(name))old.setAttribute(
name,value);keepStar(tile,old);return old}function insertInOrder(list,tiles){let next=tiles.find(tile=>tile.parentElement===
list)??null;for(const tile of tiles){if(tile===next)next=tile.nextElementSibling;else list.insertBefore(tile,next)}}function keepStar(tile,old){
const[told,shown]=[tile,old].map(each=>each.querySelector(".tile-star"));shown?.setAttribute("aria-pressed",told?.getAttribute(
"aria-pressed")??"false")}function keepPicture(tile,old){const[image,shown]=[tile,old].map(each=>each.querySelector("img"));
if(!image||!shown||shown.dataset.name!==image.dataset.name)return;if(shown.src===image.src||isHeld(shown))image.replaceWith(
shown)}var PATIENCE=2e3;var MOST_KNOWN=500;var Grid=class{blocks=new Map;asked=new Map;total=0;#renewing=new AbortController;#startsOver=false;#outlined=0;#completing=Promise.
resolve();constructor(root,changed){this.frame=within(root,".grid-frame");this.list=within(root,".grid");this.layout=new JustifiedLayout(
{side:Number(root.dataset.tile),block:Number(root.dataset.block)});this.layout.describe(JSON.parse(root.dataset.layout??
""));this.headings=new DayHeadings(within(root,".day-headings"),this.layout);this.address=root.dataset.address??"";this.
changed=changed;this.take(0,[...this.list.children]);new ResizeObserver(()=>requestAnimationFrame(()=>this.layOut())).observe(
this.frame)}tile(index){return this.blocks.get(this.layout.blockOf(index))?.find(tile=>Number(tile.dataset.index)===index)}get tiles(){
return[...this.blocks.values()].flat()}get window(){return{scrolled:this.frame.scrollTop,height:this.frame.clientHeight}}get wantedBlocks(){
return this.layout.blocksNear(this.window)}reset(address){this.address=address;for(const asking of this.asked.values())asking.
abort();this.asked.clear();this.#startsOver=true;return this.renew()}async renew(){this.#renewing.abort();this.#renewing=
new AbortController;const{signal}=this.#renewing;const numbers=this.#startsOver?[0]:this.wantedBlocks;try{const[outline,
...blocks]=await Promise.all([this.fetchOutline(signal),...numbers.map(number=>this.fetchBlock(number,signal))]);if(outline)
this.replace(outline,new Map(numbers.map((number,at)=>[number,blocks[at]??null])))}catch(error){if(!wasAborted(error))setTimeout(
()=>this.renew(),PATIENCE)}}replace(outline,blocks){const anchor=this.#startsOver?null:this.anchor;if(this.#startsOver){
this.clear();this.frame.scrollTop=0;this.#startsOver=false}this.#outlined=outline.ratios.length;this.layout.describe(outline);
for(const[number,tiles]of blocks)if(tiles)this.take(number,tiles);this.arrange(anchor)}completeOutline(){if(this.#outlined!==
this.total)this.#completing=this.fetchRest();return this.#completing}async fetchRest(){this.#outlined=this.total;const{address}=this;
try{const outline=await this.fetchOutline(this.#renewing.signal);if(outline&&address===this.address)this.replace(outline,
new Map)}catch(error){if(!wasAborted(error))setTimeout(()=>this.renew(),PATIENCE)}}async fetchOutline(signal){const answer=await fetch(
`/library/layout?${this.address}`,{signal});return answer.ok?answer.json():null}resize(side,y=0){const anchor=this.anchorAt(
y);this.layout.measure(this.layout.width,side);this.arrange(anchor)}layOut(){const style=getComputedStyle(this.frame);const width=this.
frame.clientWidth-parseFloat(style.paddingLeft)-parseFloat(style.paddingRight);if(width<=0)return;const{anchor}=this;this.
layout.measure(width);this.arrange(anchor)}get anchor(){return this.frame.scrollTop>0?this.anchorAt(0):null}anchorAt(y){
const index=this.layout.firstShown(this.frame.scrollTop+y);const id=this.tile(index)?.id;return id?{id,offset:(this.layout.
boxOf(index)?.top??0)-this.frame.scrollTop}:null}arrange(anchor){this.list.style.height=`${this.layout.height}px`;for(const tile of this.
tiles)this.place(tile);const kept=anchor&&document.getElementById(anchor.id);const box=kept&&this.layout.boxOf(Number(kept.
dataset.index));if(box)this.frame.scrollTop=box.top-anchor.offset;this.headings.startOver();this.show();this.changed()}place(tile){
const box=this.layout.boxOf(Number(tile.dataset.index));tile.hidden=!box;if(!box)return;tile.style.transform=`translate(${box.
left}px, ${box.top}px)`;tile.style.width=`${box.width}px`;tile.style.height=`${box.height}px`}show(){const wanted=new Set(
this.wantedBlocks);this.headings.show(this.window);for(const[number,tiles]of this.blocks){if(wanted.has(number)||tiles.some(
tile=>tile.contains(document.activeElement)))continue;for(const tile of tiles)tile.remove();this.blocks.delete(number)}for(const[
number,asking]of this.asked){if(wanted.has(number))continue;asking.abort();this.asked.delete(number)}for(const number of wanted)
if(!this.blocks.has(number)&&!this.asked.has(number))this.load(number)}async load(number){this.asked.get(number)?.abort();
const asking=new AbortController;this.asked.set(number,asking);const{address}=this;try{const tiles=await this.fetchBlock(
number,asking.signal);if(!tiles||address!==this.address)return;this.take(number,tiles);this.changed()}catch(error){if(!wasAborted(
error))setTimeout(()=>this.show(),PATIENCE)}finally{if(this.asked.get(number)===asking)this.asked.delete(number)}}async fetchBlock(number,signal){
const path=`/library/block?${this.address}&start=${number*this.layout.block}`;const answer=await fetch(path,{signal,headers:{
"HX-Request":"true"}});const html=await answer.text();if(!answer.ok)return null;const holder=document.createElement("tem\
plate");holder.innerHTML=html;return[...holder.content.children]}clear(){for(const tile of this.tiles)tile.remove();this.
blocks.clear()}take(number,elements){const before=this.blocks.get(number)??[];const focused=before.find(tile=>tile.contains(
document.activeElement));const drawn=elements.filter(element=>element.classList.contains("tile"));const tiles=drawn.map(
tile=>unchanged(tile,before)??tile);for(const old of before)if(!tiles.includes(old))old.remove();for(const none of this.
list.querySelectorAll(".no-tile"))none.remove();this.total=Number(elements[0]?.dataset.total??0);this.put(number,tiles);
this.hearBrokenPictures();if(focused&&!focused.contains(document.activeElement))this.focusInsteadOf(focused);if(this.total!==
this.layout.total)this.completeOutline()}put(number,tiles){for(const tile of tiles){const elsewhere=document.getElementById(
tile.id);if(elsewhere&&elsewhere!==tile)this.forget(elsewhere)}this.blocks.set(number,tiles);insertInOrder(this.list,tiles);
this.list.setAttribute("aria-rowcount",String(this.total));for(const tile of tiles)this.place(tile)}hearBrokenPictures(){
for(const image of this.list.querySelectorAll("img:not([data-heard])")){image.dataset.heard="";image.addEventListener("e\
rror",()=>image.closest(".tile")?.classList.add("tile-broken"))}}focusInsteadOf(gone){const index=Math.min(this.total-1,
Number(gone.dataset.index));(document.getElementById(gone.id)??this.tile(index))?.focus({preventScroll:true})}forget(tile){
for(const[number,tiles]of this.blocks){if(tiles.includes(tile))this.blocks.set(number,tiles.filter(each=>each!==tile))}tile.
remove()}async reach(index){if(index>=this.layout.total&&index<this.total)await this.completeOutline();const scroll=this.
layout.scrollTo(index,this.window);if(scroll!==null)this.frame.scrollTop=scroll;if(!this.tile(index))await this.load(this.
layout.blockOf(index));return this.tile(index)}async still(ids,anywhere){const body=new URLSearchParams({ids});const path=anywhere?
"/library/still?show=all":`/library/still?${this.address}`;const answer=await fetch(path,{method:"POST",body}).catch(()=>null);
return answer?.ok?spread(await answer.text()):null}knownIds(start,stop){if(stop-start>MOST_KNOWN)return null;const tiles=Array.
from({length:stop-start},(_,at)=>this.tile(start+at));return tiles.every(Boolean)?tiles.map(tile=>Number(tile?.dataset.id)):
null}async ids(start,stop){const answer=await fetch(`/library/ids?${this.address}&start=${start}&stop=${stop}`).catch(()=>null);
return answer?.ok?spread(await answer.text()):null}};var wasAborted=error=>error instanceof Error&&error.name==="AbortEr\
ror";var Keyboard=class{constructor(library){this.library=library}pressed(event){if(isForOthers(event.target))return;if(event.
key==="Escape")return void this.escape();const work=this.inGrid(event)??this.anywhere(event)??this.withSelection(event);
if(!work)return;event.preventDefault();event.stopPropagation();work()}pressedElsewhere(event){const{root}=this.library;if(event.
defaultPrevented||isForOthers(event.target))return;if(event.key==="/"&&!hasControl(event)){event.preventDefault();byId("\
search").focus();byId("search").select()}else if(!root.contains(event.target)&&!event.target.matches("a, button, summary"))
this.pressed(event)}escape(){const{details,menu,selecting,view}=this.library;if(isMenuOpen())closeMenu({giveBack:true});else if(menu.
isOpen)menu.close();else if(details.areSheet)view.detailsOpen=false;else selecting.selectNone()}inGrid(event){if(!event.
target.closest(".grid-frame"))return void 0;const{grid,selecting,selection,openAt}=this.library;const{current}=selection;
if(event.key==="Enter")return()=>openAt(current);if(event.key===" ")return()=>selecting.select(current,{ctrlKey:true,metaKey:true});
const place=this.placesByKey[event.key];if(place===void 0)return void 0;return()=>selecting.goTo(Math.min(grid.total-1,Math.
max(0,place)),event)}get placesByKey(){const{current}=this.library.selection;const{frame,layout,total}=this.library.grid;
return{ArrowRight:current+1,ArrowLeft:current-1,ArrowDown:layout.below(current,1),ArrowUp:layout.below(current,-1),PageDown:layout.
screenBelow(current,frame.clientHeight),PageUp:layout.screenBelow(current,-frame.clientHeight),Home:0,End:total-1}}anywhere(event){
const{selecting}=this.library;if(hasControl(event)&&event.key==="a")return()=>selecting.selectAll();if(!hasControl(event)&&
event.key==="i")return()=>this.library.toggleDetails();return void 0}withSelection(event){const{selecting}=this.library;
if(!selecting.isWaiting)return this.withSelected(event);if(!handlesFor(event)&&event.key!=="c")return void 0;return()=>selecting.
settled.then(()=>this.withSelected(event)?.())}withSelected(event){const{root,selection}=this.library;if(!selection.size)
return void 0;const bar=within(root,".selection-bar");if(!hasControl(event)&&event.key==="c"&&selection.size>=2&&selection.
size<=4)return()=>press(bar,"compare");const handles=handlesFor(event);if(handles?.includes("delete"))return()=>press(bar,
"delete-selected");if(handles?.includes("favourite"))return()=>press(bar,"favourite");const[id]=selection.ids;return handles&&
selection.size===1?()=>act(String(id),handles):void 0}};function isForOthers(target){return typesText(target)||target.closest(
"select, dialog, .menu, .more-body")||document.querySelector(".lightbox")}var EDGE=8;var ActionMenu=class{constructor(root){this.root=root}get isOpen(){return Boolean(this.root.querySelector(".s\
election-bar.as-menu"))}openAt({clientX,clientY}){const bar=within(this.root,".selection-bar");bar.classList.add("as-men\
u");bar.style.left=`${Math.min(clientX,innerWidth-bar.offsetWidth-EDGE)}px`;bar.style.top=`${Math.min(clientY,innerHeight-
bar.offsetHeight-EDGE)}px`}close(){const bar=this.root.querySelector(".selection-bar.as-menu");bar?.classList.remove("as\
-menu");bar?.style.removeProperty("left");bar?.style.removeProperty("top")}};function refreshPlaces(address){htmx.ajax("GET",`/library/places?${address}`,{source:"#places",target:"#places",swap:"ou\
terHTML"});if(!document.getElementById("album-choices"))return;htmx.ajax("GET","/library/albums",{source:"#album-choices",
target:"#album-choices",swap:"innerHTML"})}var Selecting=class{#wishes=0;isWaiting=false;settled=Promise.resolve();constructor(grid,selection,changed){this.grid=grid;
this.selection=selection;this.changed=changed}async select(index,{shiftKey=false,ctrlKey=false,metaKey=false}={}){const tile=this.
grid.tile(index);const id=Number(tile?.dataset.id);this.focus(tile);if(shiftKey)return this.#take(...this.selection.rangeTo(
index));this.#decide();if(hasControl({ctrlKey,metaKey}))this.selection.toggle(id,index);else this.selection.take(id,index);
this.changed()}selectNone(){this.#decide();this.selection.replace([]);this.changed()}#take(start,stop){const wish=this.#decide();
const known=this.grid.knownIds(start,stop);if(known){this.selection.replace(known);this.changed();return this.settled}this.
isWaiting=true;this.settled=this.#ask(wish,start,stop);return this.settled}async#ask(wish,start,stop){const ids=await this.
grid.ids(start,stop);if(wish!==this.#wishes)return this.settled;this.isWaiting=false;if(ids)this.selection.replace(ids);
this.changed()}#decide(){this.isWaiting=false;this.settled=Promise.resolve();return++this.#wishes}async selectSection(number){
const counts=this.grid.layout.sections.map(({count})=>count);const start=counts.slice(0,number).reduce((sum,count)=>sum+
count,0);await this.#take(start,start+(counts[number]??0))}async selectAll(){await this.#take(0,this.grid.total)}selectById(id){
const tile=document.getElementById(`tile-${id}`);if(tile)this.select(Number(tile.dataset.index));else{this.#decide();this.
selection.replace([id],{elsewhere:true});this.changed()}return Boolean(tile)}async dropWhatIsGone(){const{ids,text,isElsewhere}=this.
selection;const still=ids.length?await this.grid.still(text,isElsewhere):null;if(!still)return;const here=new Set(still);
if(this.selection.drop(ids.filter(id=>!here.has(id))))this.changed()}star(on){this.starTiles(this.selection.ids,on)}starTiles(ids,on){
for(const id of ids)document.querySelector(`#tile-${id} .tile-star`)?.setAttribute("aria-pressed",String(on))}async goTo(index,held={}){
if(index<0||index>=this.grid.total)return;const tile=await this.grid.reach(index);if(!tile)return;if(held.shiftKey)this.
select(index,{shiftKey:true});else if(held.ctrlKey||held.metaKey){this.selection.current=index;this.focus(tile)}else this.
select(index)}focus(tile){if(!tile)return;for(const other of this.grid.list.querySelectorAll('.tile[tabindex="0"]'))other.
tabIndex=-1;tile.tabIndex=0;this.grid.list.tabIndex=-1;tile.focus({preventScroll:true})}mark(){const{list,tiles}=this.grid;
for(const tile of tiles)tile.setAttribute("aria-selected",String(this.selection.has(Number(tile.dataset.id))));if(!list.
querySelector('[tabindex="0"]'))list.tabIndex=0}get areAllFavourite(){const tiles=this.grid.tiles.filter(tile=>this.selection.
has(Number(tile.dataset.id)));return tiles.length>0&&tiles.every(tile=>tile.querySelector('.tile-star[aria-pressed="true\
"]'))}};var Selection=class{#ids=new Set;#anchor=0;current=0;isElsewhere=false;get size(){return this.#ids.size}get ids(){return[
...this.#ids]}get text(){return gather(this.#ids)}has(id){return this.#ids.has(id)}take(id,index){this.#ids=new Set([id]);
this.isElsewhere=false;this.#anchor=this.current=index}toggle(id,index){if(!this.#ids.delete(id))this.#ids.add(id);this.#anchor=
this.current=index}rangeTo(index){this.current=index;return[Math.min(this.#anchor,index),Math.max(this.#anchor,index)+1]}replace(ids,{
elsewhere=false}={}){this.#ids=new Set(ids);this.isElsewhere=elsewhere}drop(ids){const before=this.size;for(const id of ids)
this.#ids.delete(id);return this.size<before}startOver(){this.#ids=new Set;this.#anchor=this.current=0}};var LEAST=84;var TileTools=class{#id="";constructor(root,list){this.tools=root.querySelector(".tile-tools");for(const kind of[
"pointermove","focusin"]){list.addEventListener(kind,event=>this.goTo(event.target.closest(".tile")))}}goTo(tile){const{
tools}=this;if(!tools||!tile||tile.contains(tools))return;const hasPicture=tile.dataset.state==="done"&&tile.querySelector(
"img")!==null;tools.hidden=!hasPicture||tile.offsetWidth<LEAST;if(tools.hidden)return;this.#id=tile.dataset.id;within(tools,
"[data-testid=more]").value=this.#id;const link=tools.querySelector("a");if(link)link.setAttribute("href",`/paintings/${this.#id}\
/download`);within(tile,".tile-cell").append(tools)}took(target){if(!this.tools?.contains(target))return false;if(target.
closest("[data-testid=save]"))htmx.ajax("POST",`/paintings/${this.#id}/save`,{source:"#tile-save",target:"#toasts",swap:"\
none"});return true}};var APART=22;var DOTS=7;var LINGERS=900;var TimeLine=class{#drawn="";#frame=0;#silence=new Delay;constructor(place,grid){
this.place=place;this.grid=grid;this.marks=place.querySelector(".time-marks");this.here=place.querySelector(".time-here")}get isNeeded(){
const{layout,frame}=this.grid;return layout.sections.length>1&&layout.height>1.5*frame.clientHeight}draw(){const{layout,
frame}=this.grid;this.place.hidden=!this.isNeeded;frame.classList.toggle("has-time-line",this.isNeeded);const told=[layout.
height,this.place.clientHeight,...layout.headings].join();if(this.isNeeded&&told!==this.#drawn)this.#mark();this.#drawn=
told;this.follow()}#mark(){const{layout}=this.grid;const height=this.place.clientHeight;const marks=[];let label=-APART;
let dot=-DOTS;let said="";for(const[number,{year}]of layout.sections.entries()){const y=(layout.headings[number]??0)/layout.
height*height;const isLabel=year!==said&&y-label>=APART&&y<height-APART/2;if(!isLabel&&(y-dot<DOTS||y-label<APART/2+DOTS))
continue;if(isLabel)label=y;if(isLabel)said=year;dot=y;marks.push(mark(isLabel?year:"",y))}this.marks.replaceChildren(...marks)}scrolled(){
if(this.place.hidden)return;this.place.classList.add("is-scrolling");this.#silence.start(LINGERS,()=>this.place.classList.
remove("is-scrolling"));this.follow()}follow(){if(this.place.hidden)return;cancelAnimationFrame(this.#frame);this.#frame=
requestAnimationFrame(()=>{const{frame,layout}=this.grid;const far=frame.scrollTop/Math.max(1,frame.scrollHeight-frame.clientHeight);
const section=layout.sectionAt(frame.scrollTop+frame.clientHeight/4);const heading=layout.sections[section]?.heading??"";
this.here.style.transform=`translateY(${Math.round(far*(this.place.clientHeight-2))}px)`;if(this.here.dataset.heading!==
heading)this.here.dataset.heading=heading;this.place.setAttribute("aria-valuenow",String(Math.round(100*far)));this.place.
setAttribute("aria-valuetext",heading)})}pointed(event){const{top,height}=this.place.getBoundingClientRect();const{frame}=this.
grid;const far=Math.min(1,Math.max(0,(event.clientY-top)/height));frame.scrollTop=far*(frame.scrollHeight-frame.clientHeight)}step(sections){
const{frame,layout}=this.grid;const now=layout.sectionAt(frame.scrollTop+1);const isInside=frame.scrollTop>(layout.headings[now]??
0);const next=now+sections+(sections<0&&isInside?1:0);frame.scrollTop=layout.headings[Math.min(layout.sections.length-1,
Math.max(0,next))]??0}};function mark(text,y){const element=document.createElement("span");element.className=text?"time-\
year":"time-dot";element.textContent=text;element.style.transform=`translateY(${Math.round(y)}px)`;return element}var SETTLE=90;var PULSE=200;var Library=class{selection=new Selection;#pulse=new Delay;#sizing=new Delay;#settling;constructor(root,view){
this.root=root;this.view=view;this.menu=new ActionMenu(root);this.finder=new Finder(root,address=>this.find(address));this.
keyboard=new Keyboard(this);this.details=new Details(view,this.selection);this.grid=new Grid(root,()=>this.arrived());this.
tools=new TileTools(root,this.grid.list);this.timeLine=new TimeLine(within(root,".time-line"),this.grid);this.selecting=
new Selecting(this.grid,this.selection,()=>this.selected())}begin(){this.view.total=this.grid.total;this.view.narrowed=Boolean(
this.grid.address);this.view.filters=this.finder.count;this.finder.mark();fillSlider(within(this.root,".tile-size"));const changes={
childList:true,characterData:true,subtree:true};within(this.root,".selection-bar").addEventListener("click",event=>this.
actedOn(event),{capture:true});new MutationObserver(()=>this.pulsed()).observe(within(this.root,"#library-pulse"),changes)}arrived(){
if(!this.selecting)return;this.view.total=this.grid.total;this.timeLine.draw();this.view.allFavourite=this.selecting.areAllFavourite;
this.selecting.mark()}scrolled(){this.timeLine.scrolled();this.#settling??=setTimeout(()=>{this.#settling=void 0;this.grid.
show()},SETTLE)}zoomed(event){event.preventDefault();const slider=within(this.root,".tile-size");const side=Number(slider.
value)*Math.exp(-event.deltaY/(event.deltaMode?12:480));slider.value=String(Math.round(side/Number(slider.step))*Number(
slider.step));fillSlider(slider);this.grid.resize(Number(slider.value),event.clientY-this.grid.frame.getBoundingClientRect().
top);this.#sizing.start(SETTLE,()=>keep("/preferences",{tile:slider.value}))}pulsed(){this.#pulse.start(PULSE,()=>this.refresh())}async refresh(){
await this.grid.renew();await this.selecting.dropWhatIsGone();refreshPlaces(this.grid.address);this.details.tellAgain()}find(address){
if(address===this.grid.address)return;this.view.narrowed=Boolean(address);this.view.filters=this.finder.count;history.replaceState(
null,"",address?`/library?${address}`:"/library");this.selection.startOver();this.selected();this.grid.reset(address)}selected(){
this.view.selected=this.selection.size;this.view.selectedIds=this.selection.text;this.view.allFavourite=this.selecting.areAllFavourite;
this.arrived();this.details.tellSoon()}actedOn(event){const{target}=event;if(!this.selecting.isWaiting||target.closest("\
[data-testid=select-none]"))return;event.preventDefault();event.stopPropagation();this.selecting.settled.then(()=>target.
click())}toggleDetails(){this.view.detailsOpen=!this.view.detailsOpen;this.selected()}favour(star){const on=star.getAttribute(
"aria-pressed")!=="true";const{id=""}=star.closest(".tile")?.dataset??{};star.setAttribute("aria-pressed",String(on));htmx.
ajax("POST","/library/favourite",{source:`#tile-${id}`,swap:"none",values:{ids:id,on:on?1:0}})}favourSelected(){const on=!this.
selecting.areAllFavourite;this.selecting.star(on);this.view.allFavourite=on;const values={ids:this.selection.text,on:on?
1:0};htmx.ajax("POST","/library/favourite",{source:"#selected-favourite",swap:"none",values})}deleted({detail:{ctx}}){if(ctx.
response?.raw?.ok)this.selecting.selectNone()}toRelative(id){if(!this.selecting.selectById(id))this.details.tellOfStranger()}openAt=index=>showFrom(
this.grid,index,last=>this.selecting.goTo(last));openSelected(shown){const[id]=this.selection.ids;const tile=document.getElementById(
`tile-${id}`);if(tile)this.openAt(Number(tile.dataset.index));else if(this.selection.size!==1)this.openAt(this.selection.
current);else showAlone(shown,String(id),document.querySelector("#details .prompt")?.textContent??void 0)}get foundText(){
const{one="",found=""}=this.root.dataset;return this.view.total===1?one:found.replace("{n}",grouped(this.view.total))}get selectedText(){
return this.root.dataset.selected?.replace("{n}",grouped(this.view.selected))}};document.addEventListener("alpine:init",()=>{Alpine.data("library",()=>{let library;return{total:0,selected:0,selectedIds:"",
filters:0,narrowed:false,detailsOpen:true,isWide:true,allFavourite:false,init(){library=new Library(this.$root,this);library.
begin();this.layOutSoon()},get foundText(){return library.foundText},get selectedText(){return library.selectedText},get areFew(){
return this.selected>=2&&this.selected<=4},get isEmpty(){return this.total===0&&this.narrowed},get hasDetails(){return!this.
isBare&&library.details.areShown},get isSheet(){return library.details.areSheet},get isBare(){return this.total===0&&!this.
narrowed},get hasFinder(){return!this.isBare},layOutSoon(){this.$nextTick(()=>library.grid.layOut())},laidOut(){library.
details.fit();library.grid.layOut()},scrolled(){library.menu.close();library.scrolled()},pulsed(){library.pulsed()},lookAgain(){
navigator.sendBeacon("/library/look")},resized(){fillSlider(this.$el);library.grid.resize(Number(this.$el.value))},keepSize(){
keep("/preferences",{tile:this.$el.value})},zoomed(event){if(event.ctrlKey||event.metaKey)library.zoomed(event)},timePressed(event){
event.preventDefault();this.$el.focus();this.$el.setPointerCapture(event.pointerId);library.timeLine.pointed(event)},timeDragged(event){
if(event.buttons&1)library.timeLine.pointed(event)},timeBack(){library.timeLine.step(-1)},timeOn(){library.timeLine.step(
1)},wished(){library.finder.changed()},quickChoice(){library.finder.quickChoice(this.$el)},quickDay(){library.finder.quickDay(
this.$el)},clearFilters(){library.finder.clearFilters()},clearSearch(event){library.finder.clearSearch(event)},clicked(event){
library.menu.close();const tile=event.target.closest(".tile");const heading=event.target.closest(".day-select")?.parentElement;
const star=event.target.closest(".tile-star");if(star)return library.favour(star);if(library.tools.took(event.target))return;
if(heading)return library.selecting.selectSection(Number(heading.dataset.section));if(tile)library.selecting.select(Number(
tile.dataset.index),event);else library.selecting.selectNone()},selectNone(){library.selecting.selectNone()},starsTold({
detail:{on,off}}){library.selecting.starTiles(on,true);library.selecting.starTiles(off,false);this.allFavourite=library.
selecting.areAllFavourite},favourSelected(){library.favourSelected()},deleted(event){library.deleted(event)},entered(){library.
selecting.goTo(Math.min(library.selection.current,library.grid.total-1))},intoGrid(event){event.preventDefault();library.
selecting.goTo(0)},keys(event){library.keyboard.pressed(event)},keysElsewhere(event){library.keyboard.pressedElsewhere(event)},
menued(event){const tile=event.target.closest(".tile");if(!tile)return;event.preventDefault();if(!library.selection.has(
Number(tile.dataset.id)))library.selecting.select(Number(tile.dataset.index));if(library.selection.size===1)openMenuAt(tile.
dataset.id,event,tile);else this.$nextTick(()=>library.menu.openAt(event))},toRelative(){library.toRelative(Number(this.
$el.dataset.relative))},closeDetails(){this.detailsOpen=false;this.layOutSoon()},toggleDetails(){library.toggleDetails();
this.layOutSoon()},opened(event){if(event.target.closest(".tile"))library.openAt(library.selection.current)},openSelected(){
library.openSelected(within(this.$el,"img"))},pressed(event){showWhole(event)},drag(event){dragOut(event,library.selection,
library.root.dataset)}}})});document.addEventListener("alpine:init",()=>{Alpine.data("newAlbum",()=>({made({detail:{ctx}}){if(!ctx.response?.raw?.ok)
return;this.$root.reset();if(!document.getElementById("library"))refreshPlaces("place=comparisons")}}));Alpine.data("par\
tly",()=>({init(){this.$root.indeterminate=true}}));Alpine.data("popover",()=>({close(event){if(event.type==="keydown"&&
this.$root.open){event.stopPropagation();within(this.$root,"summary").focus()}this.$root.open=false}}))});})();
