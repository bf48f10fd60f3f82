// Made of templates/behaviour by `make assets`.
"use strict";
"use strict";(()=>{var byId=id=>document.getElementById(id);var within=(root,selector)=>root.querySelector(selector);var targetOf=event=>event.target;var typesText=element=>element?.matches?.("input:not([type=range]), textarea, select, [contenteditable]")??false;var press=(place,handle)=>place?.querySelector(`[data-testid="${handle}"]`)?.click();var{act,closeMenu,giveAway,givesWhatIsShown,handlesFor,hasControl,isComposing,isHeld,isMac,isMenuOpen,isWhole,keep,lightboxWish,
openLightbox,openLightboxFrom,openMenuAt,reducedMotion,say,showWhole}=globalThis.atelier;var LARGEST=32;var STEP=1.25;function fitted(picture,pane){const scale=Math.min(pane.width/picture.width,pane.height/picture.
height);return{width:picture.width*scale,height:picture.height*scale}}var View=class{zoom=1;least=1;x=.5;y=.5;get isWhole(){
return this.zoom===1}whole(){this.zoom=1;this.x=this.y=.5}offset(fit,pane){return{x:(.5-kept(this.x,fit.width*this.zoom,
pane.width))*fit.width*this.zoom,y:(.5-kept(this.y,fit.height*this.zoom,pane.height))*fit.height*this.zoom}}zoomTo(zoom,point,fit,pane){
const before=this.zoom;const after=Math.min(LARGEST,Math.max(this.least,zoom));this.keepInside(fit,pane);this.x+=point.x/
fit.width*(1/before-1/after);this.y+=point.y/fit.height*(1/before-1/after);this.zoom=after;this.keepInside(fit,pane)}zoomBy(steps,point,fit,pane){
this.zoomTo(this.zoom*STEP**steps,point,fit,pane)}move(way,fit,pane){this.x-=way.x/(fit.width*this.zoom);this.y-=way.y/(fit.
height*this.zoom);this.keepInside(fit,pane)}keepInside(fit,pane){this.x=kept(this.x,fit.width*this.zoom,pane.width);this.
y=kept(this.y,fit.height*this.zoom,pane.height)}};function kept(place,length,room){if(length<=room)return .5;const half=room/
length/2;return Math.min(1-half,Math.max(half,place))}var STILL=4;var SWIPE=60;var OF_WHEEL=100;var OF_PINCH=12;var Stage=class{view=new View;#held=new Map;#press=null;#end=new AbortController;constructor(element,listener,margin){
this.element=element;this.listener=listener;this.margin=margin;const{signal}=this.#end;this.watch=new ResizeObserver(()=>this.
draw());this.watch.observe(element);element.addEventListener("wheel",event=>this.#wheel(event),{signal,passive:false});element.
addEventListener("pointerdown",event=>this.#down(event),{signal});element.addEventListener("pointermove",event=>this.#move(
event),{signal});element.addEventListener("pointerup",event=>this.#up(event),{signal});element.addEventListener("pointer\
cancel",event=>this.#lost(event),{signal})}close(){this.watch.disconnect();this.#end.abort()}get layers(){return[...this.
element.querySelectorAll(".layer")]}get scale(){const[layer]=this.layers;return layer?this.view.zoom*this.#fit(layer).width*
devicePixelRatio/Number(layer.dataset.width):1}whole(){this.view.whole();this.draw()}actual(event){const layer=this.#layerAt(
event);if(!layer)return;const fit=this.#fit(layer);this.view.zoomTo(this.#actualZoom(layer),this.#pointIn(layer,event),fit,
paneOf(layer));this.draw()}toggle(event){const[layer]=this.layers;if(!layer)return;const isAsSmall=Math.abs(this.#actualZoom(
layer)-1)<.05;if(!this.view.isWhole)this.whole();else if(isAsSmall)this.zoomBy(3,event);else this.actual(event)}zoomBy(steps,event){
const layer=this.#layerAt(event);if(!layer)return;this.view.zoomBy(steps,this.#pointIn(layer,event),this.#fit(layer),paneOf(
layer));this.draw()}draw(){for(const layer of this.layers)this.#place(layer);this.element.dataset.zoomed=String(this.view.
zoom>1);this.listener.changed?.()}#place(layer){const image=layer.querySelector("img");const pane=paneOf(layer);if(!image||
!pane.width||!pane.height)return;const fit=this.#fit(layer);this.view.least=Math.min(1,this.#actualZoom(layer));const{x,
y}=this.view.offset(fit,pane);const width=fit.width*this.view.zoom;const height=fit.height*this.view.zoom;Object.assign(
image.style,{width:`${width}px`,height:`${height}px`,left:`${(pane.width-width)/2+x}px`,top:`${(pane.height-height)/2+y}\
px`})}#fit(layer){const{width,height}=paneOf(layer);const picture={width:Number(layer.dataset.width),height:Number(layer.
dataset.height)};const room={width:Math.max(1,width-2*this.margin),height:Math.max(1,height-2*this.margin)};return fitted(
picture,room)}#actualZoom(layer){return Number(layer.dataset.width)/devicePixelRatio/this.#fit(layer).width}#layerAt(event){
const{layers}=this;const over=layers.find(layer=>{const{left,right,top,bottom}=layer.getBoundingClientRect();return event&&
event.clientX>=left&&event.clientX<right&&event.clientY>=top&&event.clientY<bottom});return over??layers[0]}#pointIn(layer,event){
if(!event)return{x:0,y:0};const{left,top,width,height}=layer.getBoundingClientRect();return{x:event.clientX-left-width/2,
y:event.clientY-top-height/2}}workOf(key){const works={"+":()=>this.zoomBy(1),"=":()=>this.zoomBy(1),"-":()=>this.zoomBy(
-1),0:()=>this.whole(),1:()=>this.actual(),z:()=>this.toggle()};return works[key]}#wheel(event){event.preventDefault();const pixels=event.
deltaMode?event.deltaY*33:event.deltaY;const isPinch=event.ctrlKey&&Math.abs(pixels)<50;this.zoomBy(-pixels/(isPinch?OF_PINCH:
OF_WHEEL),event)}#down(event){const target=event.target;if(event.button||target.closest("button, a, input, [role=slider]"))
return;event.preventDefault();this.element.focus({preventScroll:true});this.element.setPointerCapture(event.pointerId);this.#held.
set(event.pointerId,event);const{clientX:x,clientY:y}=event;this.#press=this.#held.size===1?{moved:0,x,y,onPicture:this.#isOnPicture(
event)}:null}#move(event){const before=this.#held.get(event.pointerId);if(!before)return;const others=[...this.#held.values()].
filter(({pointerId})=>pointerId!==event.pointerId);this.#held.set(event.pointerId,event);if(others.length)return this.#pinch(
before,event,others[0]);if(this.#press)this.#press.moved+=Math.abs(event.clientX-before.clientX)+Math.abs(event.clientY-
before.clientY);const layer=this.#layerAt(event);if(!layer||this.view.zoom<=1)return;const way={x:event.clientX-before.clientX,
y:event.clientY-before.clientY};this.view.move(way,this.#fit(layer),paneOf(layer));this.draw()}#pinch(before,after,other){
const middle={clientX:(after.clientX+other.clientX)/2,clientY:(after.clientY+other.clientY)/2};const layer=this.#layerAt(
middle);const apart=one=>Math.hypot(one.clientX-other.clientX,one.clientY-other.clientY);if(!layer||apart(before)<1)return;
const zoom=this.view.zoom*apart(after)/apart(before);this.view.zoomTo(zoom,this.#pointIn(layer,middle),this.#fit(layer),
paneOf(layer));this.draw()}#up(event){this.#held.delete(event.pointerId);const press2=this.#press;this.#press=null;if(!press2)
return;const way=event.clientX-press2.x;const isSideways=Math.abs(way)>SWIPE&&Math.abs(way)>2*Math.abs(event.clientY-press2.
y);if(press2.moved<STILL)this.listener.tapped?.(press2.onPicture);else if(event.pointerType==="touch"&&this.view.zoom<=1&&
isSideways)this.listener.swiped?.(way>0?-1:1)}#lost(event){this.#held.delete(event.pointerId);this.#press=null}#isOnPicture({
clientX,clientY}){return this.layers.some(layer=>{const place=layer.querySelector("img")?.getBoundingClientRect();return place&&
clientX>=place.left&&clientX<=place.right&&clientY>=place.top&&clientY<=place.bottom})}};var paneOf=layer=>({width:layer.
clientWidth,height:layer.clientHeight});var LETTERS="ABCD";var STEPS={ArrowLeft:-1,ArrowRight:1,Home:-Infinity,End:Infinity};var Choices=class{constructor(list){
this.list=list;new MutationObserver(()=>this.#came()).observe(list,{childList:true})}compared=[];#isAwaited=false;get buttons(){
return[...this.list.querySelectorAll("button")]}fill(){if(this.buttons.length)return;const address=`/library/compare/cho\
ices?ids=${encodeURIComponent(this.compared.join(","))}`;htmx.ajax("GET",address,{source:"#compare-choices",target:"#com\
pare-choices",swap:"innerHTML"})}mark(ids=this.compared){this.compared=ids;for(const button of this.buttons){const at=ids.
indexOf(button.value);button.setAttribute("aria-pressed",String(at>=0));if(at>=0)button.dataset.letter=LETTERS.charAt(at);else
delete button.dataset.letter}this.#letIn()}enter(){this.#isAwaited=true;this.#came()}leave(){this.#isAwaited=false}#came(){
this.mark();const first=this.#isAwaited&&this.list.querySelector('[tabindex="0"]');if(!first)return;this.#isAwaited=false;
first.focus()}along(event){const step=STEPS[event.key];const{buttons}=this;const at=buttons.indexOf(document.activeElement);
if(!step||at<0)return false;const next=buttons[Math.min(buttons.length-1,Math.max(0,at+step))];for(const button of buttons)
button.tabIndex=button===next?0:-1;next?.focus();next?.scrollIntoView({block:"nearest",inline:"nearest"});return true}#letIn(){
const{buttons}=this;const[first]=buttons;if(first&&!buttons.some(button=>button.tabIndex===0))first.tabIndex=0}};function hands(parts){return{percent:"",drawn(){this.percent=`${Math.round(parts().stage.scale*100)}%`},zoomIn(){parts().
stage.zoomBy(1)},zoomOut(){parts().stage.zoomBy(-1)},whole(){parts().stage.whole()},actual(){parts().stage.actual()},toggleZoom(event){
if(!targetOf(event).closest("button, [role=slider]"))parts().stage.toggle(event)},grasp(event){parts().split.grasp(event)},
drag(event){parts().split.drag(event)},slide(event){parts().split.key(event)}}}var STAYS="#alerts, #toasts, #dialogs, #menu, #announcer, dialog, script, template";function silenceOthers(root){const others=[
...document.body.children].filter(other=>other!==root&&!other.matches(STAYS)&&!other.inert);for(const other of others)other.
inert=true;root.focus({preventScroll:true});return()=>{for(const other of others)other.inert=false}}var isForOthers=(event,above="\
dialog[open]")=>isMenuOpen()||document.querySelector(above)!==null||typesText(targetOf(event));function plainKey({key,ctrlKey,
metaKey,altKey}){if(ctrlKey||metaKey||altKey)return"";return key.length===1?key.toLowerCase():key}var STEPS2={ArrowLeft:-2,ArrowRight:2,Home:-100,End:100};var Split=class{constructor(ground,handle){this.ground=ground;this.
handle=handle;this.put(50)}put(percent){const inside=Math.min(100,Math.max(0,percent));this.ground.style.setProperty("--\
split",`${inside}%`);this.handle.setAttribute("aria-valuenow",String(Math.round(inside)))}grasp(event){event.preventDefault();
this.handle.setPointerCapture(event.pointerId);this.handle.focus()}drag(event){if(!this.handle.hasPointerCapture(event.pointerId))
return;const{left,width}=this.ground.getBoundingClientRect();this.put((event.clientX-left)/width*100)}key(event){const by=STEPS2[event.
key];if(!by)return;event.preventDefault();event.stopPropagation();this.put(Number(this.handle.getAttribute("aria-valueno\
w"))+by)}};var MARGIN=8;var FEWEST=2;var MOST=4;var BLINK=700;Alpine.data("comparison",()=>{let stage;let split;let choices;let giveBack;
const before=document.activeElement;return{...hands(()=>({stage,split})),mode:"beside",seen:0,count:0,isOpen:false,blinking:void 0,
init(){const ground=within(this.$root,".compare-stage");stage=new Stage(ground,{changed:()=>this.drawn()},MARGIN);split=
new Split(ground,within(ground,"[role=slider]"));choices=new Choices(within(this.$root,".compare-choices"));giveBack=silenceOthers(
this.$root);this.counted();this.$nextTick(()=>stage.whole())},destroy(){clearInterval(this.blinking);stage.close()},leave(){
this.$root.remove();giveBack();if(before?.isConnected)before.focus({preventScroll:true})},kept({detail:{ctx}}){if(ctx.sourceElement?.
dataset.testid==="compare-keep"&&ctx.response?.raw?.ok)this.leave()},get ids(){return stage.layers.map(layer=>layer.dataset.
id)},get areTwo(){return this.count===2},get areMore(){return!this.areTwo},get isClosed(){return!this.isOpen},isChoosing(){
return String(this.isOpen)},toggleChoices(){if(this.isOpen)return this.closeChoices();this.isOpen=true;choices.fill();this.
$nextTick(()=>choices.enter())},closeChoices(){this.isOpen=false;choices.leave();this.$root.focus({preventScroll:true})},
chosen(event){const button=event.target.closest("button");if(!button)return;const{ids}=this;if(ids.includes(button.value))
this.compareInstead(ids.filter(id=>id!==button.value));else this.compareInstead([...ids,button.value])},takeOut(){const gone=this.
$el.value;this.compareInstead(this.ids.filter(id=>id!==gone))},compareInstead(ids){if(ids.length<FEWEST)return say(this.
$root.dataset.least);if(ids.length>MOST)return say(this.$root.dataset.most);const how={source:"#compare-coming",target:"\
#toasts",swap:"none",values:{ids:ids.join(",")}};htmx.ajax("POST","/library/compare/anew",how)},adopt(){const coming=[...byId(
"compare-coming").children];if(!coming.length)return;const there=new Map(stage.layers.map(layer=>[layer.dataset.id,layer]));
const end=within(this.$root,".split");for(const fresh of coming){const layer=there.get(fresh.dataset.id)??fresh;there.delete(
fresh.dataset.id);within(layer,".compare-letter").textContent=within(fresh,".compare-letter").textContent;end.before(layer)}
for(const gone of there.values())gone.remove();byId("compare-coming").replaceChildren();this.counted();this.turnTo(this.
mode==="over"&&!this.areTwo?"beside":this.mode)},counted(){const{ids}=this;this.count=ids.length;this.$root.dataset.count=
stage.element.dataset.count=String(ids.length);within(this.$root,"#compare-ids").value=ids.join(",");choices.mark(ids);if(document.
activeElement===document.body)this.$root.focus({preventScroll:true})},along(event){if(!choices.along(event))return;event.
preventDefault();event.stopPropagation()},turned(event){if(event.deltaX||event.ctrlKey)return;event.preventDefault();within(
this.$root,".compare-choices").scrollLeft+=event.deltaY},choose(){this.turnTo(this.$el.value)},turnTo(mode){if(mode==="o\
ver"&&!this.areTwo)return;this.mode=mode;clearInterval(this.blinking);this.see(0);if(mode==="blink")this.blinking=setInterval(
()=>this.see(this.seen+1),BLINK);this.$nextTick(()=>stage.draw())},isChosen(){return String(this.$el.value===this.mode)},
see(number){const{layers}=stage;this.seen=number%layers.length;for(const[at,layer]of layers.entries())layer.dataset.seen=
String(at===this.seen)},step(){if(this.mode!=="blink")return;clearInterval(this.blinking);this.see(this.seen+1)},keys(event){
const work=isForOthers(event)?void 0:this.workOf(plainKey(event),event.target,event.repeat);if(!work)return;event.preventDefault();
work()},sideOf(target){return target.closest(".compare-side")??this.$root.querySelector(".compare-side:last-child")},workOf(key,target,isHeld2){
const works={Escape:()=>this.isOpen?this.closeChoices():this.leave(),a:isHeld2?void 0:()=>this.toggleChoices(),x:isHeld2?
void 0:()=>press(this.sideOf(target),"compare-take-out"),s:()=>this.turnTo("beside"),d:()=>this.turnTo("over"),b:()=>this.
turnTo("blink")," ":target.closest("button")?void 0:()=>this.step()};return works[key]??stage.workOf(key)}}});var SIDE=60;var Strip=class{constructor(list,source,chosen){this.list=list;this.source=source;list.addEventListener("cli\
ck",event=>{const button=event.target.closest("button");if(button)chosen(Number(button.value))})}draw(at){const count=this.
source.count();const around=Math.max(2,Math.floor(this.list.clientWidth/SIDE/2));const first=Math.max(0,Math.min(at-around,
count-2*around-1));const last=Math.min(count-1,first+2*around);const buttons=[];for(let index=first;index<=last;index++){
const item=this.source.item(index);if(item)buttons.push(this.#button(item,index,index===at))}this.list.hidden=count<2;this.
list.replaceChildren(...buttons)}#button(item,index,isShown){const found=this.list.querySelector(`button[data-of="${item.
id}"]`);const button=found??this.#newButton(item);button.value=String(index);if(isShown)button.setAttribute("aria-curren\
t","true");else button.removeAttribute("aria-current");return button}#newButton(item){const button=document.createElement(
"button");Object.assign(button,{type:"button",className:"neighbour",tabIndex:-1,title:item.alt});button.dataset.of=item.
id;button.dataset.testid="neighbour";const image=Object.assign(document.createElement("img"),{src:item.thumb,alt:item.alt,
decoding:"async"});button.append(image);return button}};var MARGIN2=12;var SLIDE_SECONDS=4;var REST=60;var OPENING=180;var TO_FORM=["edit","reuse","as-reference"];Alpine.data("\
lightbox",()=>{const wish=lightboxWish();const{source}=wish;let stage;let strip;let shown;let split;let giveBack;let goingTo=wish.
at;let isStranger=false;let asking;const changes=new MutationObserver(()=>followChanges());let followChanges=()=>{};return{
...hands(()=>({stage,split})),at:wish.at,total:0,caption:"",detailsOpen:false,besideParent:true,hasParent:false,playing:void 0,
isFull:false,init(){const root=this.$root;stage=new Stage(within(root,".lightbox-stage"),{changed:()=>this.drawn(),tapped:isOnPicture=>isOnPicture?
void 0:this.leave(),swiped:by=>this.go(by)},MARGIN2);strip=new Strip(within(root,".lightbox-strip"),source,index=>this.goTo(
index,1));split=new Split(within(root,".lightbox-stage"),within(root,"[role=slider]"));giveBack=silenceOthers(root);followChanges=
()=>this.follow();changes.observe(source.list,{childList:true,subtree:true});this.goTo(wish.at,1);this.grow(wish.from);if(wish.
details)this.toggleDetails()},destroy(){stage.close();changes.disconnect();this.stop()},leave(){clearTimeout(asking);if(document.
fullscreenElement)document.exitFullscreen();this.$root.remove();giveBack();source.left(this.at,shown)},async goTo(index,by){
const count=source.count();if(index<0||index>=count)return;goingTo=index;this.total=count;if(!source.item(index))await source.
reach(index);if(goingTo!==index||!this.$root.isConnected)return;const item=source.item(index);if(!item)return void this.
goTo(index+by,by);this.at=index;isStranger=false;this.show(item);await source.reach(index);strip.draw(this.at)},go(by){this.
goTo(this.at+by,by)},next(){this.go(1)},previous(){this.go(-1)},isFirst(){return this.at<=0},isLast(){return this.at>=this.
total-1},countText(){return this.total>1?`${this.at+1} / ${this.total}`:""},follow(){const count=source.count();if(!count)
return this.leave();this.total=count;const index=shown?source.indexOf(shown.id):-1;if(index>=0)this.at=index;else if(!isStranger&&
source.item(Math.min(this.at,count-1)))this.goTo(Math.min(this.at,count-1),-1);strip.draw(this.at)},show(item){if(!item||
item.id===shown?.id)return;shown=item;this.hasParent=false;this.caption=item.alt;this.$root.ariaLabel=item.alt;this.$root.
dataset.id=item.id;this.lay([item]);strip.draw(this.at);for(const near of[source.item(this.at+1),source.item(this.at-1)])
if(near)new Image().src=near.src;clearTimeout(asking);asking=setTimeout(()=>this.ask(item),REST)},lay(items){const ground=within(
this.$root,".lightbox-stage");for(const layer of stage.layers)layer.remove();ground.prepend(...items.map((item,number)=>layerOf(
item,{isShown:number===items.length-1})));ground.dataset.mode=items.length>1?"over":"alone";stage.whole()},async ask(item){
const row=byId("lightbox-actions");const hadFocus=row.contains(document.activeElement);const handle=document.activeElement?.
dataset.testid;await htmx.ajax("GET",`/paintings/${item.id}/actions`,{source:"#lightbox-actions",target:"#lightbox-actio\
ns",swap:"innerHTML"});if(shown!==item||!row.isConnected)return;if(hadFocus)(row.querySelector(`[data-testid="${handle}"\
]`)??this.$root).focus({preventScroll:true});this.tellDetails();const parent=row.querySelector("[data-parent]");this.hasParent=
Boolean(parent);if(parent&&this.besideParent)this.layBeside(item,parent)},layBeside(item,parent){const{parent:id,width,height,
src,alt}=parent.dataset;const before={id,src,thumb:src,width:Number(width),height:Number(height),alt,told:alt};this.lay(
[item,before]);split.put(50)},toggleParent(){this.besideParent=!this.besideParent;const parent=this.$root.querySelector(
"[data-parent]");if(!shown||!parent)return;if(this.besideParent)this.layBeside(shown,parent);else this.lay([shown])},isBeside(){
return String(this.hasParent&&this.besideParent)},grow(from){const image=this.$root.querySelector("[data-testid=lightbox\
-image]");const before=from?.getBoundingClientRect();if(!image||!before?.width||reducedMotion.matches)return;const after=image.
getBoundingClientRect();const x=before.left+before.width/2-after.left-after.width/2;const y=before.top+before.height/2-after.
top-after.height/2;const scale=before.width/after.width;const timing={duration:OPENING,easing:"cubic-bezier(0.2, 0.7, 0.\
2, 1)"};image.animate([{transform:`translate(${x}px, ${y}px) scale(${scale})`},{transform:"none"}],timing);this.$root.animate(
[{backgroundColor:"transparent"},{}],timing)},isPlaying(){return String(Boolean(this.playing))},playTitle(){const{play,pause}=within(
this.$root,"[data-testid=slide-show]").dataset;return this.playing?pause:play},togglePlay(){if(this.playing)return this.
stop();this.playing=setInterval(()=>this.goTo(this.isLast()?0:this.at+1,1),SLIDE_SECONDS*1e3)},stop(){clearInterval(this.
playing);this.playing=void 0},canFill(){return document.fullscreenEnabled},toggleFull(){if(!document.fullscreenEnabled)return;
const filling=document.fullscreenElement?document.exitFullscreen():document.documentElement.requestFullscreen();filling.
catch(()=>{})},toggleDetails(){this.detailsOpen=!this.detailsOpen;this.tellDetails()},areDetailsOpen(){return String(this.
detailsOpen)},tellDetails(){const panel=byId("lightbox-details");if(!this.detailsOpen||!shown||panel.dataset.of===shown.
id)return;panel.dataset.of=shown.id;htmx.ajax("GET",`/paintings/${shown.id}/details`,{source:"#lightbox-details",target:"\
#lightbox-details",swap:"innerHTML"})},toRelative(){const{relative:id,width,height,alt}=this.$el.dataset;const index=source.
indexOf(id);if(index>=0)return void this.goTo(index,1);isStranger=true;const item={id,src:`/paintings/${id}/picture`,thumb:`\
/paintings/${id}/thumbnail`,width:Number(width),height:Number(height),alt,told:alt};this.show(item)},menued(event){if(shown&&
event.target.closest(".lightbox-stage"))openMenuAt(shown.id,event,this.$root)},acted({detail:{ctx}}){const handle=ctx.sourceElement?.
dataset.testid??"";if(TO_FORM.includes(handle)&&ctx.response?.raw?.ok&&document.getElementById("create"))this.leave()},keys(event){
if(isForOthers(event,"dialog[open], #compare"))return;const work=this.workOf(event)??this.workOnPainting(event);if(!work)
return;event.preventDefault();work()},workOf(event){const key=plainKey(event);if(event.shiftKey&&key!=="+")return key===
"f"?()=>this.toggleFull():void 0;const works={Escape:()=>this.leave(),ArrowLeft:()=>this.go(-1),ArrowRight:()=>this.go(1),
Home:()=>this.goTo(0,1),End:()=>this.goTo(this.total-1,-1),i:()=>this.toggleDetails(),p:()=>this.togglePlay(),v:()=>this.
toggleParent()};return works[key]??stage.workOf(key)},workOnPainting(event){const handles=handlesFor(event);const id=shown?.
id;return handles&&id?()=>act(id,handles):void 0}}});function layerOf(item,{isShown}){const layer=document.createElement(
"div");layer.className="layer";Object.assign(layer.dataset,{width:item.width,height:item.height});const image=document.createElement(
"img");Object.assign(image,{src:item.src,alt:item.alt,title:item.told,draggable:false,decoding:"async"});image.style.backgroundImage=
`url("${item.thumb}")`;if(isShown)image.dataset.testid="lightbox-image";image.addEventListener("error",()=>{const most=Number(
layer.parentElement?.dataset.mostPixels??Infinity);layer.classList.add(item.width*item.height>most?"layer-large":"layer-\
broken")});image.addEventListener("load",()=>image.style.removeProperty("background-image"));layer.append(image);return layer}})();
