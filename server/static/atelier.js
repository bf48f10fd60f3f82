// Made of templates/behaviour by `make assets`.
"use strict";
"use strict";(()=>{var composedIn=null;var isComposing=()=>composedIn instanceof Node&&composedIn.isConnected&&composedIn===document.activeElement;
var hear=(name,listener)=>addEventListener(name,listener,{capture:true});hear("compositionstart",({target})=>{composedIn=
target});hear("compositionend",({target})=>{composedIn=null;target?.dispatchEvent(new Event("input",{bubbles:true}))});hear(
"input",event=>{if(event.isComposing||isComposing()&&event.target===composedIn)event.stopImmediatePropagation()});var OF_INPUT_METHOD=229;
var ofInputMethod=event=>event.isComposing||event.keyCode===OF_INPUT_METHOD;hear("keydown",event=>{if(!ofInputMethod(event))
return;event.stopImmediatePropagation();if(event.key==="Escape"||event.key==="Enter")event.preventDefault()});hear("keyu\
p",event=>{if(ofInputMethod(event))event.stopImmediatePropagation()});var byId=id=>document.getElementById(id);var within=(root,selector)=>root.querySelector(selector);var targetOf=event=>event.target;function fieldsOf(form){const data=new FormData(form);return[...data]}var typesText=element=>element?.
matches?.("input:not([type=range]), textarea, select, [contenteditable]")??false;var paintingOf=element=>element?.closest?.(
".painting")??null;var press=(place,handle)=>place?.querySelector(`[data-testid="${handle}"]`)?.click();function fillSlider({
style,value,min,max}){style.setProperty("--share",String((Number(value)-Number(min))/(Number(max)-Number(min))))}var wish;var script;var lightboxWish=()=>wish;var isLightboxOpen=()=>Boolean(document.getElementById("lightbox"));async function openLightbox(wanted2){
wish=wanted2;await lightboxScript();if(isLightboxOpen()||wish!==wanted2)return;const shell=byId("lightbox-shell");byId("\
alerts").before(shell.content.cloneNode(true))}function lightboxScript(){script??=new Promise((resolve,reject)=>{const element=Object.
assign(document.createElement("script"),{src:byId("lightbox-shell").dataset.script});element.addEventListener("load",resolve);
element.addEventListener("error",reject);document.head.append(element)}).catch(error=>{script=void 0;throw error});return script}
function openLightboxFrom(list){const source=sourceOf(list);list.addEventListener("click",event=>{const link=targetOf(event).
closest("a.open");if(!link||event.ctrlKey||event.metaKey||event.shiftKey)return;event.preventDefault();openLightbox({source,
at:source.indexOf(idOf(link)),from:link.querySelector("img")})})}function showLarge(id,{details=false}={}){const list=document.
getElementById("paintings");if(!list)return;const source=sourceOf(list);openLightbox({source,at:source.indexOf(id),details})}
function sourceOf(list){const links=()=>[...list.querySelectorAll("a.open")];const linkOf=id=>links().find(link=>idOf(link)===
id);return{list,count:()=>links().length,item:index=>itemOf(links()[index]),indexOf:id=>links().findIndex(link=>idOf(link)===
id),reach:async index=>links()[index]?.scrollIntoView({block:"nearest"}),left:(_,item)=>focusOn(linkOf(item?.id??""))}}function focusOn(link){
(link?.closest(".painting")??link)?.focus({preventScroll:true})}function itemOf(link){const image=link?.querySelector("i\
mg");if(!link||!image)return void 0;const[width,height]=["width","height"].map(name=>Number(image.getAttribute(name)));return{
id:idOf(link),src:link.href,thumb:image.src,width,height,alt:image.alt,told:image.dataset.told??image.alt}}var idOf=link=>/\/paintings\/(\d+)\//.
exec(link.href)?.[1]??"";var EDGE=8;var opener=null;var wanted;var isMenuOpen=()=>!byId("menu").hidden;var last=Promise.resolve();function inTurn(ask2){
const answered=last.then(ask2);last=answered.catch(()=>{});return answered}var fillMenu=id=>inTurn(()=>htmx.ajax("GET",`${addressOf(
id)}/menu`,{source:"#menu",target:"#menu",swap:"innerHTML"}));var addressOf=id=>id.startsWith("order-")?id.replace("orde\
r-","/orders/"):`/paintings/${id}`;async function openMenu(id,place,from){const wish2=new EventTarget;wanted=wish2;await fillMenu(
id);const menu=byId("menu");if(wanted!==wish2||menu.querySelector("[data-actions-of]")?.dataset.actionsOf!==id)return;opener=
from??document.activeElement;if(document.querySelector(".lightbox"))menu.dataset.theme="dark";else delete menu.dataset.theme;
menu.hidden=false;const{offsetWidth,offsetHeight}=menu;const lowest=innerHeight-EDGE-offsetHeight;const above=place.top-
offsetHeight;const top=place.bottom<=lowest?place.bottom:above>=EDGE?above:Math.max(EDGE,lowest);menu.style.left=`${Math.
max(EDGE,Math.min(place.left,innerWidth-offsetWidth-EDGE))}px`;menu.style.top=`${top}px`;menu.querySelector(".action")?.
focus({preventScroll:true})}function openMenuAt(id,event,from){event.preventDefault();const{clientX:x,clientY:y}=event;const place=x||
y||!from?{left:x,right:x,top:y,bottom:y}:from.getBoundingClientRect();return openMenu(id,place,from)}function closeMenu({
giveBack=false}={}){const menu=byId("menu");wanted=void 0;if(menu.hidden)return;const hadFocus=menu.contains(document.activeElement);
menu.hidden=true;if((giveBack||hadFocus)&&opener?.isConnected)opener.focus({preventScroll:true})}var isMac=document.body.dataset.mac==="true";var hasControl=({ctrlKey,metaKey})=>isMac?metaKey:ctrlKey;var reducedMotion=matchMedia(
"(prefers-reduced-motion: reduce)");var PLAIN={f:["favourite"],e:["edit"],a:["again","retry"],b:["album-last"],c:["compare"],k:["keep"],i:["details-open"]};
var SHIFTED={b:["album-add"]};function handlesFor(event){const{key,altKey,ctrlKey,metaKey,shiftKey}=event;if(key==="Dele\
te"||isMac&&key==="Backspace")return["delete"];if(hasControl(event)&&!altKey&&!shiftKey){if(key.toLowerCase()==="s")return[
"save","save-as"];return key.toLowerCase()==="c"&&!String(getSelection())?["copy"]:void 0}if(altKey||ctrlKey||metaKey)return void 0;
return(shiftKey?SHIFTED:PLAIN)[key.toLowerCase()]}async function act(id,handles){if(id.startsWith("order-"))return actOnAll(
id,handles);if(handles.includes("album-last"))return putIntoLastAlbum(id);if(handles.includes("keep"))return keepBestOf(
id);await pressAnywhere(id,handles)}async function actOnAll(id,handles){const isForAlbum=handles.some(handle=>handle.startsWith(
"album-"));const shared=handles.filter(handle=>handle==="retry");await pressAnywhere(id,isForAlbum?["album-add"]:[...handles.
map(handle=>`order-${handle}`),...shared])}async function keepBestOf(id){const order=document.getElementById(`painting-${id}`)?.
closest(".order");if(order?.querySelector(".order-actions"))await pressAnywhere(order.id,["order-keep"])}async function pressAnywhere(id,handles){
if(pressIn(id,handles))return;await fillMenu(id);pressIn(id,handles)}function paintingMeant(){const active=document.activeElement;
const isNowhere=!active||active===document.body||active.id==="main";const focused=subjectOf(active);return focused??(isNowhere?
subjectOf(document.querySelector(":is(.painting, .order-head):hover")):void 0)}var subjectOf=element=>paintingOf(element)?.
dataset.id??element?.closest?.(".order-head")?.querySelector(".order-actions")?.dataset.actionsOf;function pressIn(id,handles){
const rows=[...document.querySelectorAll(`[data-actions-of="${id}"]`)].map(row=>row.closest("#menu")??row);for(const handle of handles){
for(const row of rows){const button=row.querySelector(`[data-testid="${handle}"]`);if(!button)continue;button.click();return true}}
return false}function putIntoLastAlbum(id){const how={source:"#menu",target:"#toasts",swap:"none"};return inTurn(()=>htmx.
ajax("POST",`/paintings/${id}/album`,how))}document.addEventListener("alpine:init",()=>{Alpine.data("more",()=>({open(event){
event.stopPropagation();openMenu(this.$root.value,this.$root.getBoundingClientRect(),this.$root)}}));Alpine.data("detail\
sOpener",()=>({open(){const toggle=document.querySelector('[data-testid="lightbox-info"], [data-testid="details-toggle"]');
if(!toggle)showLarge(this.$root.value,{details:true});else if(toggle.getAttribute("aria-pressed")!=="true")toggle.click()}}));
Alpine.data("favourite",()=>({wanted:false,get shines(){return this.$root.getAttribute("aria-pressed")==="true"},shine(on){
this.$root.setAttribute("aria-pressed",String(on))},toggle(){this.wanted=!this.shines;this.shine(this.wanted);htmx.ajax(
"POST",`/paintings/${this.$root.value}/favourite`,{source:`#${this.$root.id}`,target:"#toasts",swap:"none",values:{on:this.
wanted?"1":"0"}})},heard({detail:{on,off}}){if(on.includes(this.$root.value))this.shine(true);if(off.includes(this.$root.
value))this.shine(false)},answered({detail:{ctx}}){if(!ctx?.response?.raw?.ok)this.shine(!this.wanted)}}));Alpine.data("\
favouriteAll",()=>({shine(on){this.$root.setAttribute("aria-pressed",String(on))},toggle(){const on=this.$root.getAttribute(
"aria-pressed")!=="true";this.shine(on);htmx.ajax("POST","/library/favourite",{source:`#${this.$root.id}`,target:"#toast\
s",swap:"none",values:{ids:this.$root.value,on:on?"1":"0"}})},heard(){this.$nextTick(()=>this.shine(this.areAll()))},areAll(){
const stars=this.$root.value.split(",").map(id=>document.getElementById(`favourite-${id}`));return stars.every(star=>star?.
getAttribute("aria-pressed")==="true")},answered({detail:{ctx}}){if(!ctx?.response?.raw?.ok)this.shine(this.areAll())}}));
Alpine.data("favouritesTold",()=>({init(){const{on,off}=this.$root.dataset;const detail={on:on.split(","),off:off.split(
",")};window.dispatchEvent(new CustomEvent("favourites",{detail}))}}));Alpine.data("actionMenu",()=>({chosen(event){if(event.
target.closest(".action"))closeMenu()},clickedElsewhere(event){if(!byId("menu").contains(event.target))closeMenu()},close(){
closeMenu()},keys(event){const step={ArrowDown:1,ArrowUp:-1,Home:-Infinity,End:Infinity}[event.key];if(event.key==="Esca\
pe"||event.key==="Tab")closeMenu({giveBack:true});else if(step)this.move(step);else return;event.preventDefault();event.
stopPropagation()},move(step){const all=[...byId("menu").querySelectorAll(".action")];const at=all.indexOf(document.activeElement);
const next=Number.isFinite(step)?(at+step+all.length)%all.length:step<0?0:all.length-1;all[next]?.focus()}}))});document.addEventListener("alpine:init",()=>{Alpine.data("attention",()=>({init(){if(this.$root.dataset.front!==String(document.
hasFocus()))this.tell()},tell(){navigator.sendBeacon("/window/front",new URLSearchParams({front:document.hasFocus()?"yes":
"no"}))}}));Alpine.data("chime",()=>({init(){ring()}}));Alpine.data("soundChoice",()=>({sample(){if(this.$root.value==="\
on")ring()}}))});var audio;function ring(){audio??=new AudioContext;audio.resume();for(const[pitch,after]of[[659.3,0],[880,
.14]]){const tone=new OscillatorNode(audio,{type:"sine",frequency:pitch});const loudness=new GainNode(audio,{gain:0});const begins=audio.
currentTime+after;loudness.gain.linearRampToValueAtTime(0,begins);loudness.gain.linearRampToValueAtTime(.12,begins+.015);
loudness.gain.exponentialRampToValueAtTime(1e-4,begins+.5);tone.connect(loudness).connect(audio.destination);tone.start(
begins);tone.stop(begins+.55)}}var TOUCHED=["mouseenter","mouseleave","focusin","focusout"];document.addEventListener("alpine:init",()=>{Alpine.data("t\
oast",()=>({timer:0,gone:new AbortController,init(){const{signal}=this.gone;const weigh=()=>setTimeout(()=>this.weigh());
for(const name of TOUCHED)this.$root.addEventListener(name,weigh,{signal});document.addEventListener("visibilitychange",
weigh,{signal});this.weigh()},weigh(){const isHeld2=document.hidden||this.$root.matches(":hover, :focus-within");clearTimeout(
this.timer);if(!isHeld2)this.timer=setTimeout(()=>this.leave(),Number(this.$root.dataset.seconds)*1e3)},leave(){setTimeout(
()=>this.$root.remove(),50)},destroy(){clearTimeout(this.timer);this.gone.abort()}}));Alpine.data("late",()=>({async init(){
const{content:content2}=within(this.$root,"template");await lightboxScript();const opened=content2.firstElementChild;byId(
"alerts").before(opened);htmx.process(opened);this.$root.remove()}}));Alpine.data("pressed",()=>({init(){this.$nextTick(
()=>this.$root.click())},leave(){setTimeout(()=>this.$root.remove(),0)}}));Alpine.data("dismissible",()=>({dismiss(){this.
$root.remove()}}));Alpine.data("modal",()=>({init(){this.$root.showModal()},leave(){this.$root.close()},leaveSoon(){setTimeout(
()=>this.leave(),0)},remove(){this.$root.remove()}}))});function say(message){const toast=document.createElement("div");
toast.className="toast-item";toast.textContent=message;byId("toasts").append(toast);setTimeout(()=>toast.remove(),4e3)}var ACCOUNT=/(?<![\w-])[0-9a-f]{32}(?![\w-])/i;var TOKENS=[/(?<![\w-])cf(?:ut|at|oat)_[\w-]{16,}/,/bearer\s+["']?([\w-]{30,})/i,
/token["']?\s*[=:]\s*["']?([\w-]{30,})/i,/(?<![\w-])[\w-]{40}(?![\w-])/];function found(text){const token=TOKENS.map(form=>text.
match(form)).find(Boolean);const account=text.match(ACCOUNT);return{account:account?.[0].toLowerCase()??"",token:token?.[1]??
token?.[0]??""}}document.addEventListener("alpine:init",()=>{Alpine.data("welcome",()=>({choose(){this.go("choose")},prepare(){this.go("\
prepare")},paste(){this.go("paste")},go(stage){this.$root.dataset.stage=stage;for(const step of this.$root.querySelectorAll(
".welcome-rail li")){if(step.dataset.of===stage)step.setAttribute("aria-current","step");else step.removeAttribute("aria\
-current")}this.$root.querySelector(`.stage[data-of="${stage}"] :is([data-first], #account-id)`)?.focus()}}));Alpine.data(
"greeting",()=>({init(){say(this.$root.dataset.message)}}));Alpine.data("proxy",()=>({choose(){this.$refs.own.dataset.own=
String(this.$el.value==="own")}}));Alpine.data("login",()=>({kind:"password",pasted(event){if(this.share(event.clipboardData?.
getData("text")??""))event.preventDefault()},read(){this.share(this.$el.value)},share(text){const shares=Object.entries(
found(text));if(!shares.some(([,value])=>value))return false;for(const[name,value]of shares){const field=this.$refs[name];
if(value||this.$el===field)field.value=value}const{account,token}=this.$refs;(account.value?token:account).focus();return true},
toggle(){this.kind=this.kind==="password"?"text":"password"},isShown(){return String(this.kind==="text")}}))});document.addEventListener("alpine:init",()=>{Alpine.data("copyImage",()=>({async copy(){const{done,refused}=this.$root.dataset;
try{await navigator.clipboard.write([new ClipboardItem({"image/png":asPng(this.$root.value)})]);say(done)}catch{say(refused)}}}));
Alpine.data("copyText",()=>({async copy(){const{done,refused,text=byId(this.$root.value).textContent}=this.$root.dataset;
say(text&&await copied(text)?done:refused)}}))});async function asPng(url){const bitmap=await createImageBitmap(await(await fetch(
url)).blob());const canvas=new OffscreenCanvas(bitmap.width,bitmap.height);const pen=canvas.getContext("2d");pen.drawImage(
bitmap,0,0);return canvas.convertToBlob({type:"image/png"})}async function copied(text){try{await navigator.clipboard.writeText(
text);return true}catch{return copiedSelected(text)}}function copiedSelected(text){const focused=document.activeElement;
const field=Object.assign(document.createElement("textarea"),{className:"sr-only",value:text});(document.querySelector("\
dialog[open]")??document.body).append(field);field.select();const done=document.execCommand("copy");field.remove();focused?.
focus();return done}var Draft=class{kept=null;asked=null;last=Promise.resolve();constructor({read,send,track}){this.read=read;this.send=send;
this.track=track}get isKept(){const text=this.read();return text===null||text===this.kept}begin(isAsServed2){this.kept=this.
asked=isAsServed2?this.read():null}keep(){const text=this.read();if(text===null||this.isKept||text===this.asked)return this.
last;this.asked=text;this.last=this.last.then(async()=>{if(await this.send(text))this.kept=text;else if(this.asked===text)
this.asked=null});return this.track(this.last)}wentUnanswered(){this.kept=this.asked=this.read()}};var REST=400;var LONGEST_WAIT=1e3;var MOST_ALIVE=6e4;var onItsWay=new Set;function keep(path,values){const body=new URLSearchParams(
values);const sent=fetch(path,{method:"POST",body,keepalive:String(body).length<MOST_ALIVE}).then(({ok})=>ok,()=>false);
return tracked(sent)}function tracked(sent){onItsWay.add(sent);return sent.finally(()=>onItsWay.delete(sent))}var formOfNow=()=>document.
getElementById("create");var draft=new Draft({read(){const form=formOfNow();return form&&String(new URLSearchParams(fieldsOf(
form)))},send:text=>keep("/draft",text),track:tracked});var beginDraft=()=>draft.begin([...byId("create").elements].every(
isAsServed));var resting;function changed(event){if(targetOf(event).id!=="prompt")return;clearTimeout(resting);resting=setTimeout(
()=>draft.keep(),REST)}function leave(){if(draft.isKept)return;const name=String(Date.now());if(!navigator.sendBeacon(`/\
draft?leaving=${name}`,new URLSearchParams(draft.read()??"")))return;document.cookie=`atelier-${location.port}-left=${name}\
; path=/; max-age=10; samesite=strict`;draft.wentUnanswered()}function isAsServed(field){if(field.options)return[...field.
options].every(option=>option.selected===option.defaultSelected);return field.disabled||field.defaultValue===void 0||field.
value===field.defaultValue}var isSettled=()=>draft.isKept&&!onItsWay.size;async function settled(){draft.keep();await Promise.
race([Promise.allSettled(onItsWay),new Promise(resolve=>setTimeout(resolve,LONGEST_WAIT))])}addEventListener("input",changed);
document.addEventListener("htmx:before:request",({detail:{ctx}})=>{const ask2=ctx.fetch;const mayGo=ctx.sourceElement?.id===
"create"||isSettled();ctx.fetch=async(...request)=>{if(!mayGo)await settled();const answer=ask2(...request);return ctx.request.
action==="/preferences"?tracked(answer):answer}});addEventListener("click",event=>{const link=targetOf(event).closest?.(
"a[href]");if(!link||!leadsElsewhereHere(link)||isForBrowser(event)||isSettled())return;event.preventDefault();settled().
then(()=>location.assign(link.href))});function leadsElsewhereHere(link){if(link.target||link.hasAttribute("download")||
link.origin!==location.origin)return false;return!(link.hash&&link.pathname===location.pathname)}function isForBrowser({
defaultPrevented,button,ctrlKey,metaKey,shiftKey,altKey}){return defaultPrevented||button||ctrlKey||metaKey||shiftKey||altKey}
for(const name of["beforeunload","pagehide"])addEventListener(name,leave);function showInstead(image,which){const address=String(image.getAttribute("src")).replace(/\/(picture|thumbnail)(?=$|\?)/,
which);if(image.dataset.coming===address)return;image.dataset.coming=address;const other=new Image;other.src=address;other.
decode().then(()=>{if(image.dataset.coming===address)image.src=address},()=>{if(image.dataset.coming===address)delete image.
dataset.coming})}var bringsFiles=({dataTransfer})=>[...dataTransfer?.types??[]].includes("Files");var entered=null;addEventListener("drag\
enter",({target})=>{entered=target},{capture:true});var hasLeft=(element,{target})=>target===entered||!element.contains(
entered);var isChromium=navigator.userAgentData?.brands?.some(({brand})=>brand==="Chromium")||/\bChrome\//.test(navigator.
userAgent);var givesWhatIsShown=document.body.dataset.native==="true"||!isChromium;var held="";for(const over of["pointe\
rup","dragend"]){addEventListener(over,()=>{held=""},{capture:true})}var isHeld=({dataset})=>held!==""&&dataset.file===held;
function showWhole({target,button}){if(button||!target.dataset?.file||!givesWhatIsShown)return;held=target.dataset.file;
if(!isWhole(target))showInstead(target,"/picture")}var isWhole=image=>!givesWhatIsShown||!image.src.includes("/thumbnail");
function giveAway({dataTransfer},name,address){dataTransfer.effectAllowed="copy";if(isChromium)dataTransfer.setData("Dow\
nloadURL",`application/octet-stream:${name}:${new URL(address,location.href)}`)}document.addEventListener("alpine:init",()=>{const insertInto=(root,word)=>{const field=within(root,"[name=pattern]");field.
setRangeText(word,field.selectionStart,field.selectionEnd,"end");field.focus();field.dispatchEvent(new Event("input",{bubbles:true}))};
Alpine.data("pattern",()=>({insert(){insertInto(this.$root,this.$el.value)}}));Alpine.data("exporting",()=>({form:"",quality:0,
init(){this.form=within(this.$root,"[name=format]:checked").value;this.quality=Number(within(this.$root,"[name=quality]").
value);this.fill();this.$root.showModal()},get isLossless(){return!this.isLossy},get isLossy(){return this.form==="jpeg"||
this.form==="webp"},choose(){this.form=this.$el.value},slide(){this.quality=Number(this.$el.value);this.fill()},fill(){within(
this.$root,"[name=quality]").style.setProperty("--share",String((this.quality-1)/99))},insert(){insertInto(this.$root,this.
$el.value)},leaveSoon(){setTimeout(()=>this.leave(),0)},leave(){this.$root.close()},remove(){setTimeout(()=>this.$root.remove(),
400)}}))});var grouped=number=>String(number).replace(/\B(?=(\d{3})+$)/g,",");var rounded=neurons=>neurons>=10?Math.round(neurons):
neurons.toFixed(1);var shareOf=share=>`${share>=.1?Math.round(100*share):(100*share).toFixed(1)}%`;function priceOf(price,{
width,height,steps,pictures=0}){const share=width*height/price.tile_pixels;const tiles=price.whole_tiles?Math.ceil(share):
share;const each=price.per_tile+steps*price.per_tile_and_step;const given=pictures*(price.per_input_tile+steps*price.per_input_tile_and_step);
return given+(price.first_tile===null?tiles*each:price.first_tile+Math.max(0,tiles-1)*each)}function carriedOver(now,before,after){
const keepsSize=before.width.default===after.width.default&&!isFixed(after.width);return{steps:takenOver(now.steps,before.
steps,after.steps),guidance:takenOver(now.guidance,before.guidance,after.guidance),width:keepsSize?nearest(after.width,now.
width):after.width.default,height:keepsSize?nearest(after.height,now.height):after.height.default}}function takenOver(number,before,after){
if(!after)return number;const isOwn=!before||isFixed(before)||number===before.default;return isOwn?after.default:nearest(
after,number)}var isFixed=range=>range.min===range.max;function nearest(range,number){const within2=Math.min(Math.max(number,
range.min),range.max);const most=Math.floor((range.max-range.min)/range.step);const steps=Math.min(Math.floor((within2-range.
min)/range.step+.5),most);return Number((range.min+steps*range.step).toFixed(6))}function write(field,text,typed=""){dispatchEvent(new CustomEvent("rewritten",{detail:typed===text?"":typed}));field.value=
text;field.dispatchEvent(new Event("input",{bubbles:true}));field.setSelectionRange(text.length,text.length)}var incoming;var firstPicture=files=>[...files].find(({type})=>type.startsWith("image/"))??files[0];var takesText=element=>element?.
matches?.("input:not([type=range], [type=file]), textarea")??false;document.addEventListener("alpine:init",()=>{Alpine.data(
"pictureReader",()=>({over:false,isOurs:false,get isOver(){return String(this.over)},get chooser(){return within(this.$root,
"input")},started(){this.isOurs=true;addEventListener("pointerdown",()=>this.ended(),{once:true})},ended(){this.isOurs=false},
dragged(event){if(event.defaultPrevented)return this.leave();if(bringsFiles(event))return this.offered(event);if(takesText(
event.target))return;event.preventDefault();event.dataTransfer.dropEffect="none"},offered(event){event.preventDefault();
event.dataTransfer.dropEffect=this.isOurs?"none":"copy";this.over=!this.isOurs&&!document.querySelector("dialog[open]");
if(this.over)addEventListener("pointermove",()=>this.leave(),{once:true})},leave(){this.over=false},left(event){if(hasLeft(
document,event))this.leave()},dropped(event){const{files}=event.dataTransfer;this.leave();if(event.defaultPrevented)return;
if(files.length||!takesText(event.target))event.preventDefault();if(files.length&&!this.isOurs)this.read(firstPicture(files))},
pasted(event){const{files,types}=event.clipboardData;if(!files.length||takesText(event.target)&&types.includes("text/pla\
in"))return;event.preventDefault();this.read(firstPicture(files))},choose(){this.chooser.click()},chosen(){if(this.chooser.
files.length)this.read(this.chooser.files[0]);this.chooser.value=""},async read(file){if(document.querySelector("dialog[\
open]:not(.story)"))return;const{limit,tooLarge,noPicture}=this.$root.dataset;if(file.size>Number(limit))return say(tooLarge);
try{if(!(await file.slice(0,4).arrayBuffer()).byteLength)return say(noPicture)}catch{return say(noPicture)}incoming=file;
htmx.trigger(this.$root,"picture")},attach({detail:{ctx}}){sendFile(ctx,incoming)}}));Alpine.data("sendDropped",()=>({leave(){
this.$root.closest("dialog")?.close()},attach({detail:{ctx}}){sendFile(ctx,incoming)}}));Alpine.data("pictureChooser",()=>({
choose(){this.$dispatch("choose-picture")}}));Alpine.data("droppedPicture",()=>({init(){const image=this.$root;const url=URL.
createObjectURL(incoming);image.addEventListener("load",()=>URL.revokeObjectURL(url),{once:true});image.addEventListener(
"error",()=>image.remove(),{once:true});image.src=url}}))});function sendFile(ctx,file){ctx.request.body=file;ctx.request.
headers["Content-Type"]="application/octet-stream"}function keptOf(text,now){const most=Math.min(text.length,now.length);let start=0;while(start<most&&text[start]===now[start])
start+=1;let end=0;while(end<most-start&&text.at(-1-end)===now.at(-1-end))end+=1;return start+end}function tokensOf(text){
const wide=(text.match(/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff]|[\ud840-\udbff][\udc00-\udfff]/g)??[]).length;
return wide+Math.ceil(([...text].length-wide)/4)}function looksForeign(text){const letters=(text.match(/\p{L}/gu)??[]).length;
const foreign=letters-(text.match(/\p{Script=Latin}/gu)??[]).length;return foreign>0&&foreign>=letters/5}function isChinese(text){
const letters=(text.match(/\p{L}/gu)??[]).length;const kana=(text.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)??[]).
length;const han=(text.match(/\p{Script=Han}/gu)??[]).length;return han>0&&han>=letters/5&&!(kana&&kana>=letters/25)}function inStyle(template,text){
if(template.includes("{prompt}"))return template.replaceAll("{prompt}",()=>text.trim()).replace(/^[, ，]+|[, ，]+$/g,"");
return[text.trim(),template.trim()].filter(Boolean).join(", ")}var ESCAPED=/\\(?:[{}|_~@!]|[$%](?=\{)|\$(?=\$)|#(?=#*(?:\s|$)))/g;
var MARKS=[/__(?=[^\n_]{0,60}[\p{L}\p{N}*])(?![\s,;])(?:(?!__)[^\n]){0,199}?[^\s,;_]__/u,/\{\s*[~@!]?\s*(?:\d{1,4}(?:-\d{0,4})?|-\d{1,4})\$\$/,
/[$%]\{/,/\{%-?\s*[a-z_]/,/\{\{-?\s*[a-z_][\w.]*\s*\(/,/\{#[^\n{}|]{0,40}#\}/,/(?:^|\s|__)#+(?=\s|$)/m];function hasVariables(text){
const bare=text.replace(ESCAPED,"\\");return hasChoice(bare)||MARKS.some(mark=>mark.test(bare))}function meantAsWritten(text,piece){
return text.split(piece).reduce((before,after)=>`${before}${before.endsWith("\\")?"":"\\"}${piece}${after}`)}function withoutRemark(text,remark){
return text.split("\n").flatMap(line=>{if(line.trim()===remark)return[];return line.endsWith(remark)?[line.slice(0,-remark.
length).trimEnd()]:[line]}).join("\n")}function hasChoice(text){let depth=0;for(const[sign]of text.matchAll(/[{|}]/g)){if(sign===
"|"&&depth)return true;depth=Math.max(0,depth+Number(sign==="{")-Number(sign==="}"))}return false}var NONE={style:"",name:"",english:"",chinese:"",avoided:"",preview:""};function styled(text){const field=document.getElementById(
"style");if(!field?.value||!text.trim())return text;return inStyle(isChinese(text)?field.dataset.chinese:field.dataset.english,
text)}document.addEventListener("alpine:init",()=>{Alpine.data("appliedStyle",()=>({key:"",name:"",preview:"",prompt:"",
init(){this.read();this.prompt=byId("prompt").value},read(){const{value,dataset}=this.$refs.style;Object.assign(this,{key:value,
name:dataset.name,preview:dataset.preview})},get isApplied(){return Boolean(this.key)},get sent(){return this.key&&this.
prompt.trim()?styled(this.prompt):""},chosen({detail:{style,...told}}){this.$refs.style.value=style;Object.assign(this.$refs.
style.dataset,told);this.read();byId("prompt").dispatchEvent(new Event("input",{bubbles:true}))},takeOff(){this.chosen({
detail:NONE});byId("style-open").focus()},changed({target}){if(target.id==="prompt")this.prompt=target.value}}));Alpine.
data("styles",()=>({findsNothing:false,isEditing:false,worn:"",init(){this.worn=byId("style").value;this.$root.showModal();
if(this.$root.dataset.changed)this.$refs.own.scrollIntoView()},isWorn(){return String(this.$el.dataset.style===this.worn)},
use(){const{style,name,english,chinese,avoided,preview}=this.$el.dataset;const detail=style===this.worn?NONE:{style,name,
english,chinese,avoided,preview};this.leave();dispatchEvent(new CustomEvent("styled",{detail}));byId("prompt").focus()},
search(){const wanted2=this.$el.value.trim().toLowerCase();let found2=0;for(const item of this.$root.querySelectorAll("l\
i[data-words]")){item.hidden=!item.dataset.words.toLowerCase().includes(wanted2);found2+=Number(!item.hidden)}this.findsNothing=
!found2},escaped(){if(!this.$el.value)this.leave()},keys(event){const from=event.target;if(!from.matches(".style-card, [\
type=search]"))return;const cards=[...this.$root.querySelectorAll("li:not([hidden]) .style-card")];const next=from.matches(
".style-card")?neighbour(cards,cards.indexOf(from),event.key):firstBelow(cards,event.key);if(!next)return;event.preventDefault();
next.focus()},begin(){this.write("","");this.$refs.called.focus()},edit(){const{name,text}=this.$el.dataset;this.write(name,
text);this.$refs.text.focus()},write(name,text){const{replaces,called,text:area}=this.$refs;this.isEditing=true;replaces.
value=called.value=name;area.value=text;within(this.$root,".style-editor").style.display=""},stopEditing(){this.isEditing=
false;within(this.$root,'[data-testid="style-new"]').focus()},choose(){this.closeMenu();this.$refs.file.click()},send(){
if(this.$refs.file.files.length)htmx.trigger(this.$refs.file,"file")},attach({detail:{ctx}}){sendFile(ctx,this.$refs.file.
files[0])},leaveMenu({relatedTarget}){if(relatedTarget&&!this.$refs.menu.contains(relatedTarget))this.closeMenu()},closeMenu(){
this.$refs.menu.open=false},leave(){this.$root.close()},remove(){this.$root.remove()}}))});var firstBelow=(cards,key)=>key===
"ArrowDown"||key==="Enter"?cards[0]:void 0;function neighbour(cards,at,key){if(key==="Home")return cards[0];if(key==="En\
d")return cards.at(-1);if(key==="ArrowLeft")return cards[at-1];if(key==="ArrowRight")return cards[at+1];if(key!=="ArrowU\
p"&&key!=="ArrowDown")return void 0;const here=cards[at].getBoundingClientRect();const ahead=key==="ArrowDown"?cards.slice(
at+1):cards.slice(0,at).reverse();const others=ahead.map(card=>({card,box:card.getBoundingClientRect()})).filter(({box})=>box.
top!==here.top);const row=others.filter(({box})=>box.top===others[0].box.top);return row.sort((one,other)=>Math.abs(one.
box.left-here.left)-Math.abs(other.box.left-here.left))[0]?.card}document.addEventListener("alpine:init",()=>{let isUnfolded=false;Alpine.data("create",()=>({length:0,steps:0,count:0,width:0,
height:0,guidance:0,seed:"",negative:"",references:0,model:"",modelName:"",profile:{},option:{},hasProblem:false,paintings:0,
position:-1,init(){const{steps,count:count2,width,height,guidance,seed}=this.$root.dataset;Object.assign(this,{steps:Number(
steps),count:Number(count2),width:Number(width),height:Number(height),guidance:Number(guidance),seed});this.readModel();
this.negative=within(this.$root,"#negative-prompt").value.trim();within(this.$root,".more-settings").open||=isUnfolded;this.
measure();this.fillSliders();this.drawOutline();beginDraft()},get field(){return within(this.$root,"#prompt")},get counter(){
return within(this.$root,"#count")},get ordered(){return this.paintings||this.count},readModel(){const[option]=within(this.
$root,"#model").selectedOptions;this.model=option.value;this.modelName=option.textContent;this.option={...option.dataset};
this.profile=JSON.parse(this.option.profile)},relisted(){const select=within(this.$root,"#model");const{profile}=this.option;
select.value=this.model;if(!select.value)select.selectedIndex=0;if(select.value===this.model&&select.selectedOptions[0].
dataset.profile===profile)this.readModel();else this.chooseModel()},chooseModel(){const before=this.profile;this.readModel();
const{steps,guidance,width,height}=this;const now=carriedOver({steps,guidance,width,height},before,this.profile);this.setSlider(
"steps",now.steps);this.setSlider("guidance",now.guidance);this.setSize(now.width,now.height);this.fillSliders()},setSlider(name,value){
const range=this.profile[name];if(!range)return;this[name]=value;Object.assign(within(this.$root,`#${name}`),{min:range.
min,max:range.max,step:range.step,value})},get licence(){return this.option.licence},get maker(){return this.option.maker},
get remark(){return this.option.remark},get seedRemark(){return this.option.seedRemark},get lacksSeedRemark(){return!this.
option.seedRemark},get lacksNegative(){return!this.profile.negative},get lacksPictures(){return this.profile.input!=="re\
ferences"},referred({detail}){this.references=detail},get lacksSize(){return!this.profile.width||isFixed(this.profile.width)},
get lacksGuidance(){return!this.profile.guidance},get lacksSeed(){return!this.profile.seed},get hasFixedSteps(){return!this.
profile.steps||isFixed(this.profile.steps)},get fewestSteps(){return this.profile.steps?.min},get mostSteps(){return this.
profile.steps?.max},get shownLimit(){return grouped(this.profile.limit??0)},get shownSize(){return`${this.width} × ${this.
height}`},get sides(){return["width","height"].map(name=>within(this.$root,`#${name}`))},chooseShape(){const[across,down]=this.
$el.value.split(":").map(Number);const{width,height}=this.profile;const area=width.default*height.default;const wished=Math.
sqrt(area*across/down);this.setSize(wished,wished*down/across)},isShape(){const[across,down]=this.$el.value.split(":").map(
Number);return String(Math.abs(this.width/this.height/(across/down)-1)<.02)},swapSides(){this.setSize(this.height,this.width)},
sized(){const[width,height]=this.sides.map(side=>Number(side.value));if(width>0&&height>0)Object.assign(this,{width,height});
this.drawOutline()},fitSize(){this.setSize(this.width,this.height)},setSize(width,height){this.width=nearest(this.profile.
width,width);this.height=nearest(this.profile.height,height);const[across,down]=this.sides;Object.assign(across,{min:this.
profile.width.min,max:this.profile.width.max,value:this.width});Object.assign(down,{min:this.profile.height.min,max:this.
profile.height.max,value:this.height});this.drawOutline()},drawOutline(){const largest=Math.max(this.width,this.height);
const{style}=this.$refs.outline;style.width=`${100*this.width/largest}%`;style.height=`${100*this.height/largest}%`},get lacksMore(){
return this.hasFixedSteps&&this.lacksGuidance&&this.lacksSeed&&this.lacksNegative},get moreSaid(){const{steps,guidance}=this.
profile;const{dataset}=this.$el;return[!this.hasFixedSteps&&this.steps!==steps?.default&&`${dataset.steps} ${this.steps}`,
guidance&&this.guidance!==guidance.default&&`${dataset.guidance} ${this.guidance}`,!this.lacksSeed&&this.seed&&`${dataset.
seed} ${this.seed}`,!this.lacksNegative&&this.negative&&dataset.negative].filter(Boolean).join(" · ")},folded(){isUnfolded=
within(this.$root,".more-settings").open},negated(){this.negative=this.$el.value.trim()},get isSeedFree(){return!this.seed},
get isSeedHeld(){return Boolean(this.seed)},seeded(){this.seed=this.$el.value.trim()},throwDice(){this.setSeed(String(crypto.
getRandomValues(new Uint32Array(1))[0]))},releaseSeed(){this.setSeed("")},setSeed(seed){this.seed=seed;within(this.$root,
"#seed").value=seed},guided(){this.guidance=Number(this.$el.value);fillSlider(this.$el)},fillSliders(){for(const slider of this.
$root.querySelectorAll("input[type=range]"))fillSlider(slider)},get each(){const{width,height,steps}=this;const pictures=this.
lacksPictures?0:this.references;return this.profile.price?priceOf(this.profile.price,{width,height,steps,pictures}):0},get shownLength(){
return grouped(this.length)},get isOver(){return String(this.length>this.profile.limit)},corrected(){for(const field of this.
$root.querySelectorAll("[aria-invalid]"))field.removeAttribute("aria-invalid");for(const error of this.$root.querySelectorAll(
".field-error"))error.textContent=""},typed(){this.position=-1;this.measure()},measure(){const field=this.field;this.length=
[...styled(field.value).trim()].length;field.style.height="auto";field.style.height=`${field.scrollHeight+2}px`},stepped(){
this.steps=Number(this.$el.value);fillSlider(this.$el)},fewer(){this.setCount(this.count-1)},more(){this.setCount(this.count+
1)},counted(){if(this.counter.validity.valid)this.count=Number(this.counter.value)},setCount(value){this.count=Math.min(
Number(this.counter.max),Math.max(1,value));this.counter.value=String(this.count)},earlier(event){this.recall(event,1)},
later(event){if(this.position>=0)this.recall(event,-1)},recall(event,by){if(this.position<0&&this.field.value)return;const prompts=[
...document.querySelectorAll("#recent-prompts li")];const position=Math.min(prompts.length-1,Math.max(-1,this.position+by));
if(position===this.position)return;event.preventDefault();write(this.field,position<0?"":prompts[position].textContent);
this.position=position}}))});var SMALL=400;function followOrders(list){arrange(list);new MutationObserver(()=>arrange(list)).observe(list,{childList:true,
subtree:true});new ResizeObserver(()=>sharpen(list)).observe(list)}function arrange(list){for(const order of list.querySelectorAll(
".order"))count(order);const orders=[...list.querySelectorAll(".order")];const stage=orders.find(order=>!waits(order));for(const order of orders){
order.classList.toggle("on-stage",order===stage);order.classList.toggle("waits",waits(order))}sharpen(list)}function count(order){
const{length}=order.querySelectorAll(".painting");if(!length)order.remove();else if(order.dataset.count!==String(length))
order.dataset.count=String(length)}var waits=order=>!order.querySelector('.painting:not([data-state="queued"])');function sharpen(list){
for(const image of list.querySelectorAll("img[data-file]")){const isWhole2=image.src.endsWith("/picture");const shallBeWhole=isHeld(
image)||image.closest(".on-stage")&&(isWhole2||longest(image)>SMALL);if(shallBeWhole&&!isWhole2)showInstead(image,"/pict\
ure");else if(isWhole2&&!shallBeWhole)showInstead(image,"/thumbnail")}}var longest=({clientWidth,clientHeight})=>Math.max(
clientWidth,clientHeight)*devicePixelRatio;var STEPS={ArrowRight:1,ArrowLeft:-1,Home:-Infinity,End:Infinity};var ROWS={ArrowDown:1,ArrowUp:-1};var LONGEST=100;var expected=new Image;
var seen=image=>Promise.race([image?.decode().catch(()=>{}),new Promise(resolve=>setTimeout(resolve,LONGEST))]);function neighbour2(painting,key){
const all=[...byId("paintings").querySelectorAll(".painting")];const by=STEPS[key];if(by!==void 0)return all[Math.min(all.
length-1,Math.max(0,all.indexOf(painting)+by))];const down=ROWS[key];return down&&(nearestInRow(painting,all,down)??painting)}
function nearestInRow(painting,all,down){const{left,right,top,bottom}=painting.getBoundingClientRect();const[centre,middle]=[
(left+right)/2,(top+bottom)/2];const apart=other=>{const box=other.getBoundingClientRect();const below=down*((box.top+box.
bottom)/2-middle);const isBeyond=down>0?box.top>=bottom-1:box.bottom<=top+1;return isBeyond?3*below+Math.abs((box.left+box.
right)/2-centre):Infinity};const[next]=all.map(other=>({other,far:apart(other)})).sort((one,two)=>one.far-two.far);return next&&
next.far<Infinity?next.other:void 0}document.addEventListener("alpine:init",()=>{Alpine.data("gallery",()=>({init(){openLightboxFrom(
within(this.$root,"#paintings"));followOrders(within(this.$root,"#paintings"))},useExample(){write(byId("prompt"),this.$el.
value);byId("prompt").focus()},keys(event){const painting=paintingOf(event.target);const next=painting&&neighbour2(painting,
event.key);if(next)this.move(event,next);else if(event.key==="Enter"&&!hasControl(event)&&event.target===painting)painting.
querySelector(".open")?.click()},move(event,next){event.preventDefault();next.focus();next.scrollIntoView({block:"neares\
t",behavior:reducedMotion.matches?"auto":"smooth"})},menu(event){const painting=paintingOf(event.target);const subject=subjectOf(
event.target);if(!subject)return;painting?.focus({preventScroll:true});openMenuAt(subject,event,painting??event.target.closest(
".order-head")?.querySelector("[aria-haspopup]"))},pressed(event){showWhole(event)},drag(event){const{file,name}=event.target.
dataset??{};if(!file)return;if(!isWhole(event.target))return event.preventDefault();giveAway(event,name,file)},scrolled(){
closeMenu()}}));Alpine.data("elapsed",()=>({seconds:0,timer:0,init(){const begun2=performance.now()-Number(this.$root.dataset.
since)*1e3;const tick=()=>{this.seconds=Math.max(0,Math.floor((performance.now()-begun2)/1e3))};tick();this.timer=setInterval(
tick,250)},get text(){return this.$root.dataset.pattern.replace("{n}",String(this.seconds))},destroy(){clearInterval(this.
timer)}}));Alpine.data("expected",()=>({init(){const expect=()=>{expected.src=this.$root.dataset.picture;expected.decode().
catch(()=>{})};if(document.readyState==="complete")expect();else addEventListener("load",expect,{once:true})}}));Alpine.
data("fadeIn",()=>({init(){const image=this.$root;image.classList.add("arriving");image.decode().catch(()=>{}).then(()=>image.
classList.remove("arriving"))}}))});document.addEventListener("alpine:init",()=>{Alpine.data("mend",()=>({init(){if(!document.getElementById("create"))this.
$root.hidden=true},soon(){this.$nextTick(()=>this.mend())},mend(){const form=document.getElementById("create");if(!form)
return;const{how,part,limit}=this.$root.dataset;const field=shownPart(form,part)??form;if(field===form){form.tabIndex=-1;
form.focus({preventScroll:true})}else leadTo(field,part);if(how==="shorten")selectSurplus(field,Number(limit??limitOf(form)));else if(field!==
form)begin(field,how)}}));Alpine.data("stands",()=>({get other(){return document.getElementById(this.$root.dataset.for)},
init(){if(!this.other)this.$root.hidden=true},press(){this.other?.click()}}))});function shownPart(form,name){const part=document.
getElementById(name);const fold=part?.closest("details");if(fold&&form.contains(fold))fold.open=true;return part&&form.contains(
part)&&part.checkVisibility()?part:null}function leadTo(field,part){const place=field.tabIndex<0?field.querySelector("bu\
tton")??field:field;place.focus({preventScroll:true});const said=document.getElementById(`${part}-error`);(said?.textContent.
trim()?said:field).scrollIntoView({block:"center"})}function begin(field,how){if(how==="reword")field.setSelectionRange(
field.value.length,field.value.length);if(how==="model")field.click()}function limitOf(form){return JSON.parse(within(form,
"#model option:checked").dataset.profile).limit}function selectSurplus(field,limit){const blanks=field.value.length-field.
value.trimStart().length;const kept=[...field.value.trim()].slice(0,limit).join("").length;const end=field.value.trimEnd().
length;field.setSelectionRange(Math.min(end,blanks+kept),end);field.scrollTop=field.scrollHeight}var PAUSE=700;var STEPS2={ArrowDown:1,ArrowUp:-1,Home:-Infinity,End:Infinity};document.addEventListener("alpine:init",()=>{
let typed="";let swallowed=false;let typing;Alpine.data("modelPicker",()=>({open:false,active:"",get cards(){return[...byId(
"model-cards").querySelectorAll(".model-card")]},get list(){return byId("model-list")},isOpen(){return String(this.open)},
get activeCard(){return this.open&&this.active?this.cards.find(card=>card.dataset.id===this.active)?.id:null},isChosen(){
return String(this.cardOf(this.$el)===this.model)},isActive(){return String(this.open&&this.cardOf(this.$el)===this.active)},
cardOf(element){return element.closest(".model-card").dataset.id},get price(){const{share,free,unknown,ofDay}=byId("mode\
l-cards").dataset;const profile=profileOf(this.cardOf(this.$el));if(!profile?.price)return"";if(profile.price.known===false)
return unknown;const{steps,width,height,guidance}=this;const now=carriedOver({steps,width,height,guidance},this.profile,
profile);const pictures=profile.input==="references"?this.references:0;const neurons=priceOf(profile.price,{...now,pictures});
return neurons?share.replace("{share}",shareOf(neurons/Number(ofDay))):free},toggled({newState}){if(!this.open)this.active=
this.model;this.open=newState==="open";if(this.open)this.place()},place(){const{list}=this;const{right,left}=this.$root.
closest(".panel").getBoundingClientRect();const{top}=byId("model-open").getBoundingClientRect();const beside=right+12+list.
offsetWidth<innerWidth;list.style.left=`${beside?right+12:Math.max(8,Math.min(left,innerWidth-list.offsetWidth-8))}px`;list.
style.top=`${Math.max(8,Math.min(top,innerHeight-list.offsetHeight-8))}px`;this.reveal()},reveal(){this.$nextTick(()=>this.
list.querySelector('[data-active="true"]')?.scrollIntoView({block:"nearest"}))},pick(){this.choose(this.cardOf(this.$el))},
point({movementX,movementY}){if(movementX||movementY)this.active=this.cardOf(this.$el)},choose(id){const select=byId("mo\
del");if(select.value!==id){select.value=id;select.dispatchEvent(new Event("change",{bubbles:true}))}typed=this.isShown?
"":typed;if(this.isShown)this.list.hidePopover()},get isShown(){return this.list.matches(":popover-open")},show(){typed=
"";this.list.showPopover();this.open=true;this.active=this.model},keys(event){if(event.target.id!=="model-open"||hasControl(
event)||event.altKey)return;const isDone=this.goes(event)||this.settles(event)||this.finds(event);if(isDone)event.preventDefault();
swallowed=isDone&&event.key===" "},released(event){if(swallowed&&event.key===" ")event.preventDefault()},goes({key}){const by=STEPS2[key];
if(by===void 0)return false;if(!this.isShown){if(Number.isFinite(by))this.show();return Number.isFinite(by)}const ids=this.
cards.map(card=>card.dataset.id);const at=Math.min(ids.length-1,Math.max(0,ids.indexOf(this.active)+by));this.go(ids[at]);
return true},settles({key}){if(!this.isShown||key!=="Enter"&&key!=="Tab"&&(key!==" "||typed))return false;this.choose(this.
active);return key!=="Tab"},finds({key}){if(key.length!==1||key===" "&&!typed)return false;clearTimeout(typing);typing=setTimeout(
()=>{typed=""},PAUSE);typed+=key.toLowerCase();const found2=nextNamed(typed,this.isShown?this.active:this.model);if(found2&&
this.isShown)this.go(found2);else if(found2)this.choose(found2);return true},go(id){this.active=id;this.reveal()}}))});function nextNamed(typed,from){
const options=[...byId("model").options];const letters=new Set(typed).size===1?typed[0]:typed;const at=options.findIndex(
option=>option.value===from);const skip=letters.length===1?1:0;const turned=[...options.slice(at+skip),...options.slice(
0,at+skip)];return turned.find(option=>option.text.toLowerCase().startsWith(letters))?.value}var profiles=new Map;function profileOf(id){
const text=within(byId("model"),`option[value="${CSS.escape(id)}"]`)?.dataset.profile;if(!text)return void 0;if(profiles.
get(id)?.text!==text)profiles.set(id,{text,profile:JSON.parse(text)});return profiles.get(id)?.profile}var offered={act,closeMenu,giveAway,givesWhatIsShown,handlesFor,hasControl,isComposing,isHeld,isMac,isMenuOpen,isWhole,keep,
lightboxWish,openLightbox,openLightboxFrom,openMenuAt,reducedMotion,say,showWhole};globalThis.atelier=offered;document.addEventListener("alpine:init",()=>{Alpine.data("atelier",()=>({lost:false,focus:null,failures:0,pictureCame:"",
shortcut(event){if(hasControl(event)&&event.key==="Enter")return this.submit(event);if(document.querySelector("dialog[op\
en]")||typesText(event.target))return;if(event.key==="?")this.openShortcuts();else if(!document.querySelector(".lightbox"))
this.actOnPainting(event)},actOnPainting(event){const handles=handlesFor(event);const id=handles&&paintingMeant();if(!id)
return;event.preventDefault();act(id,handles)},submit(event){const form=document.getElementById("create");if(!form||document.
querySelector("dialog[open]"))return;event.preventDefault();form.requestSubmit()},openShortcuts(){this.$refs.shortcuts.showModal()},
closeOutside(event){if(event.target===this.$refs.shortcuts)this.$refs.shortcuts.close()},pictureFirst({detail:{message,waitUntil}}){
if(this.pictureCame)waitUntil(seen(document.querySelector(`#${this.pictureCame} [data-testid=painting-image]`)));const isPicture=/<img data-testid="painting-image" src="[^"]+"\s+loading="eager"/.
test(message.data);this.pictureCame=isPicture&&message.data.match(/id="(painting-\d+)"/)?.[1]||""},streamLost(){this.lost=
++this.failures>1},streamFound(){this.failures=0;this.lost=false},unanswered({detail:{ctx}}){if(!ctx||ctx.response)return;
this.lost=true;const source=ctx.sourceElement;if(source.hasAttribute("hx-sse:connect"))setTimeout(()=>htmx.trigger(source,
"again"),2e3)},answered(){if(!this.failures)this.lost=false},rememberFocus(){const active=document.activeElement??document.
body;const painting=paintingOf(active);const coming=active===painting&&painting?.querySelector(".actions:empty")?this.focus?.
id:"";if(active===document.body){this.focus=null;return}this.focus={id:coming||active.id,painting:painting?.id,next:painting?
nextTo(painting)?.id:void 0}},restoreFocus(){if(!this.focus)return;const{id,painting,next}=this.focus;const active=document.
activeElement??document.body;const again=[id,painting,next].map(each=>each?document.getElementById(each):null).find(Boolean);
if(active===document.body)(again??byId("main")).focus({preventScroll:true});else if(active.id===painting&&again!==active)
again?.focus({preventScroll:true})}}));Alpine.data("themeSwitch",()=>({theme:"",init(){this.theme=this.$root.dataset.value},
choose(){this.theme=this.$el.value;if(this.theme==="system")delete document.documentElement.dataset.theme;else document.
documentElement.dataset.theme=this.theme;within(document,"meta[name=color-scheme]").content=this.theme==="system"?"light\
 dark":this.theme},isChosen(){return String(this.$el.value===this.theme)}}))});function nextTo(painting){const all=[...document.
querySelectorAll(".painting")];const at=all.indexOf(painting);return all[at+1]??all[at-1]}document.addEventListener("alpine:init",()=>{Alpine.data("price",()=>({get text(){const{free,unknown,share,ofDay,problem}=this.
$el.dataset;if(this.hasProblem)return problem;if(this.profile.price?.known===false)return unknown;const neurons=this.each*
this.ordered;if(!neurons)return free;return share.replace("{share}",shareOf(neurons/Number(ofDay)))},get neurons(){const neurons=this.
each*this.ordered;return neurons&&this.profile.price?.known!==false?this.$el.dataset.neurons.replace("{n}",grouped(rounded(
neurons))):""}}));Alpine.data("allowance",()=>({left:0,limit:0,share:0,init(){const{left,limit,share}=this.$root.dataset;
Object.assign(this,{left:Number(left),limit:Number(limit),share:Number(share)})},get fitting(){return this.each?Math.floor(
(this.left+.005)/this.each):Infinity},get wanted(){return Math.min(100-this.share,100*this.each*this.ordered/this.limit).
toFixed(2)},get isOver(){return String(this.fitting<this.ordered)},get enough(){const{enough,short,none,free,unknown}=this.
$el.dataset;if(this.profile.price?.known===false)return unknown;if(!this.each)return free;const pattern=this.fitting>=this.
ordered?enough:this.fitting?short:none;return pattern.replace("{n}",grouped(this.fitting)).replace("{count}",String(this.
ordered))}}));Alpine.data("allowanceDetails",()=>({place(){const opener2=document.getElementById("allowance-open");if(!opener2||
!this.$root.matches(":popover-open"))return;const{right,left,bottom}=opener2.closest(".panel").getBoundingClientRect();const{
offsetWidth,offsetHeight}=this.$root;const beside=right+12+offsetWidth<innerWidth?right+12:Math.max(8,Math.min(left,innerWidth-
offsetWidth-8));this.$root.style.left=`${beside}px`;this.$root.style.top=`${Math.max(8,Math.min(bottom,innerHeight-8)-offsetHeight)}\
px`}}));Alpine.data("countdown",()=>({minutes:0,timer:0,init(){const tick=()=>{this.minutes=Math.max(0,Math.ceil((Number(
this.$root.dataset.until)-Date.now()/1e3)/60))};tick();this.timer=setInterval(tick,5e3)},get text(){const{time,hours,minutes}=this.
$root.dataset;return(this.minutes<60?minutes:hours).replace("{time}",time).replace("{h}",String(Math.floor(this.minutes/
60))).replace("{m}",String(this.minutes%60))},destroy(){clearInterval(this.timer)}}))});document.addEventListener("alpine:init",()=>{Alpine.data("prompts",()=>({init(){this.$root.showModal()},escaped(){if(!this.
$el.value)this.leave()},leaveSoon(){setTimeout(()=>this.leave(),0)},leave(){this.$root.close()},remove(){setTimeout(()=>this.
$root.remove(),400)}}))});document.addEventListener("htmx:confirm",event=>{event.preventDefault();const{ctx,issueRequest,dropRequest}=event.detail;
ask(ctx.confirm,labelOf(ctx.sourceElement)).then(isAgreed=>isAgreed?issueRequest():dropRequest())});var labelOf=source=>source.
dataset.doing||source.textContent?.trim()||byId("question-yes").dataset.usual;function ask(text,label){const question=byId(
"question");const[yes,no]=[byId("question-yes"),byId("question-no")];byId("question-text").textContent=text;yes.textContent=
label;question.returnValue="";yes.onclick=()=>question.close("yes");no.onclick=()=>question.close("");question.showModal();
return new Promise(resolve=>{question.addEventListener("close",()=>resolve(question.returnValue==="yes"),{once:true})})}
addEventListener("invalid",event=>{event.preventDefault();const field=targetOf(event);const isFirst=!field.closest("form")?.
querySelector(".field-error[data-of-page]");complain(field);if(isFirst)field.focus()},{capture:true});function complain(field){
content(field);const said=document.createElement("p");Object.assign(said,{className:"field-error",id:`wrong-${field.name}`,
textContent:messageFor(field)});said.dataset.ofPage="";said.setAttribute("role","alert");field.setAttribute("aria-invali\
d","true");field.setAttribute("aria-errormessage",said.id);const row=field.parentElement;const isInRow=getComputedStyle(
row).display.includes("flex")&&!getComputedStyle(row).flexDirection.includes("column");(isInRow?row:field).after(said)}function messageFor({
validity,min,max}){const{missing,range,other}=byId("validity").dataset;if(validity.valueMissing)return missing;if(min!==
void 0&&min!==""&&max)return range.replace("{min}",min).replace("{max}",max);return other}function content(field){const id=field.
getAttribute?.("aria-errormessage");if(!id)return;document.getElementById(id)?.remove();field.removeAttribute("aria-erro\
rmessage");field.removeAttribute("aria-invalid")}addEventListener("input",event=>content(targetOf(event)),{capture:true});var MOVES={ArrowUp:"up",ArrowDown:"down",Home:"front"};document.addEventListener("alpine:init",()=>{const line={open:false,
top:0,dragged:""};Alpine.data("queueBar",()=>({open:line.open,init(){this.$nextTick(()=>{if(this.list)this.list.scrollTop=
line.top})},get list(){return within(this.$root,".line")},isOpen(){return String(this.open)},online(){fetch("/queue/onli\
ne",{method:"POST"})},toggle(){this.open=line.open=!this.open},scrolled(){line.top=this.$el.scrollTop},moveByKey(event){
const to=event.altKey&&MOVES[event.key];if(!to)return;event.preventDefault();press(event.target.closest("li"),`move-${to}`)},
dragStarted(event){line.dragged=this.$el.dataset.id;event.dataTransfer.effectAllowed="move";event.dataTransfer.setData("\
text/plain","")},draggedOver(event){if(!line.dragged)return;event.preventDefault();event.dataTransfer.dropEffect="move";
this.$el.classList.toggle("drop-after",this.isLower(event));this.$el.classList.toggle("drop-before",!this.isLower(event))},
isLower(event){const{top,height}=this.$el.getBoundingClientRect();return event.clientY>top+height/2},dragLeft(event){if(hasLeft(
this.$el,event))this.unmark()},unmark(){this.$el.classList.remove("drop-after","drop-before")},droppedOn(event){if(!line.
dragged)return;event.preventDefault();const before=this.isLower(event)?this.$el.nextElementSibling:this.$el;htmx.ajax("P\
OST",`/paintings/${line.dragged}/move`,{source:"#queue",swap:"none",values:{to:before?.dataset.id??"end"}});this.unmark()},
dragEnded(){line.dragged=""},destroy(){if(line.dragged)window.dispatchEvent(new Event("dragend"))}}))});document.addEventListener("alpine:init",()=>{Alpine.data("references",()=>({isAbove:false,waiting:[],get isOver(){return String(
this.isAbove)},over(event){if(!bringsFiles(event))return;event.preventDefault();event.dataTransfer.dropEffect="copy";this.
isAbove=true},out(event){if(hasLeft(this.$root,event))this.isAbove=false},drop(event){this.isAbove=false;if(!event.dataTransfer.
files.length)return;event.preventDefault();this.send(event.dataTransfer.files)},paste(event){const{files}=event.clipboardData;
if(!files.length)return;event.preventDefault();event.stopPropagation();this.send(files)},choose(){this.$refs.file.click()},
chosen(){this.send(this.$refs.file.files)},send(files){const{limit,tooLarge}=byId("reader").dataset;for(const file of files){
if(file.size>Number(limit))say(tooLarge);else if(file.size)this.waiting.push(file)}for(let left=this.waiting.length;left>
0;left-=1)htmx.trigger(this.$root,"picture")},attach({detail:{ctx}}){if(ctx.sourceElement!==this.$root)return;sendFile(ctx,
this.waiting.shift())}}));Alpine.data("referenceCount",()=>({init(){this.$dispatch("references",Number(this.$root.dataset.
count))}}))});document.addEventListener("alpine:init",()=>{Alpine.data("settings",()=>({shown:"",init(){this.shown=this.$root.dataset.
shown},open(event){if(event.ctrlKey||event.metaKey||event.shiftKey)return;event.preventDefault();this.clear();history.pushState(
null,"",this.$el.href);this.show(this.$el.dataset.name)},show(name){this.shown=name;for(const pane of panes(this.$root))
pane.hidden=pane.dataset.name!==name;for(const link of this.$root.querySelectorAll(".settings-nav a")){if(link.dataset.name===
name)link.setAttribute("aria-current","page");else link.removeAttribute("aria-current")}scrollTo(0,0)},follow(){const link=this.
$root.querySelector(`.settings-nav a[href="${location.pathname}"]`);this.show(link?.dataset.name??"general")},search(){const words=this.
$refs.query.value.toLowerCase().split(/\s+/).filter(Boolean);if(!words.length)return this.clear();this.$root.dataset.searching=
"true";for(const pane of panes(this.$root)){const fits=[...pane.querySelectorAll("[data-setting]")].map(setting=>markIfFits(
setting,words));pane.hidden=!fits.includes(true)}const count2=this.$root.querySelectorAll('[data-fits="true"]').length;const{
found:found2,none}=this.$refs.found.dataset;this.$refs.found.textContent=count2?found2.replace("{n}",String(count2)):none},
clear(){this.$refs.query.value="";this.$refs.found.textContent="";delete this.$root.dataset.searching;this.show(this.shown)},
said({detail:{ctx}}){if(ctx?.response?.raw?.status!==204)return;const row=ctx.sourceElement.closest("[data-setting], .fi\
eld-row");if(!row)return;this.$root.querySelector(".saved-mark")?.remove();const mark=Object.assign(document.createElement(
"span"),{className:"saved-mark"});mark.dataset.testid="settings-saved";mark.setAttribute("role","status");row.append(mark);
mark.textContent=this.$root.dataset.saved}}))});var panes=root=>root.querySelectorAll(".settings-pane");function markIfFits(setting,words){
const pane=within(document,`#${setting.closest(".settings-pane")?.id} .pane-title`);const text=`${pane.textContent} ${setting.
textContent} ${setting.dataset.words??""}`.toLowerCase();const fits=words.every(word=>text.includes(word));setting.dataset.
fits=String(fits);return fits}var parser=Document;try{parser.parseHTMLUnsafe?.("",{})}catch{parser.parseHTMLUnsafe=void 0}var UNSEEN=200;var begun=new Promise(
resolve=>{const begin2=()=>{const ahead=[...document.querySelectorAll("link[rel=preload][as=script]")];for(const link of ahead){
const script2=Object.assign(document.createElement("script"),{src:link.href,async:false});if(link===ahead.at(-1))script2.
addEventListener("load",()=>setTimeout(resolve));link.replaceWith(script2)}};addEventListener("DOMContentLoaded",()=>{if(document.
hidden)return begin2();requestAnimationFrame(()=>setTimeout(begin2));setTimeout(begin2,UNSEEN)})});begun.then(()=>performance.
mark("begun"));var TYPING="textarea, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])";var OVER="dialog[open]";
document.addEventListener("alpine:init",()=>{Alpine.data("undoLast",()=>({pressed(event){if(!isUndo(event)||event.defaultPrevented||
document.querySelector(OVER))return;const offered2=lastOffered();if(isForField(event.target,offered2))return;event.preventDefault();
(offered2??this.$root).click()}}))});function lastOffered(){const offered2=[...document.querySelectorAll("#toasts [data-\
undoes]")].at(-1);return offered2?.dataset.undoes==="deletion"?void 0:offered2}function isForField(target,offered2){if(!target.
matches?.(TYPING))return false;const hasJustCome=target.id==="prompt"&&target.value===target.defaultValue;return!(hasJustCome&&
offered2?.dataset.undoes==="form")}var isUndo=event=>hasControl(event)&&!event.shiftKey&&!event.altKey&&event.key.toLowerCase()===
"z";document.addEventListener("alpine:init",()=>{Alpine.data("typed",()=>({text:"",before:"",init(){this.text=this.$refs.typed.
value;this.before=byId("prompt").value},rewritten({detail}){this.text=this.$refs.typed.value=detail;this.before=""},changed({
target}){if(target.id!=="prompt")return;if(this.before&&keptOf(this.before,target.value)<this.before.length/4)this.rewritten(
{detail:""});this.before=target.value},undo(){const prompt=byId("prompt");write(prompt,this.text);prompt.focus()}}));Alpine.
data("variables",()=>({hasVariables:false,isMine:false,isElsewhere:false,init(){begun.then(()=>this.look(styled(byId("pr\
ompt").value)))},changed({target}){if(target.id==="prompt")this.look(styled(target.value))},choose(){this.$refs.unfold.value=
this.$el.value;this.look(styled(byId("prompt").value))},look(text){this.hasVariables=hasVariables(text);if(!this.hasVariables){
Object.assign(this,{paintings:0,hasProblem:false});return}const form=byId("unfold");form.elements.prompt.value=text;form.
elements.unfold.value=this.$refs.unfold.value;htmx.trigger(form,"changed")},shown(){this.paintings=Number(this.$root.querySelector(
"[data-paintings]")?.dataset.paintings??0);this.hasProblem=Boolean(this.$root.querySelector("[data-pieces]"));this.isMine=
this.pieces.some(piece=>byId("prompt").value.includes(piece));this.isElsewhere=!this.isMine},get pieces(){return JSON.parse(
this.$root.querySelector("[data-pieces]")?.dataset.pieces??"[]")},asWritten(){this.rewrite(meantAsWritten)},leaveOut(){this.
rewrite(withoutRemark)},rewrite(change){const prompt=byId("prompt");write(prompt,[...new Set(this.pieces)].reduce(change,
prompt.value),within(document,"#typed input").value);prompt.focus()}}));Alpine.data("writing",()=>({prompt:"",isBusyWith:"",
translation:"",init(){this.translation=this.$root.dataset.translation;this.prompt=byId("prompt").value},changed({target}){
if(target.id==="prompt")this.prompt=target.value},get isEmpty(){return!this.prompt.trim()},isBusy(){return String(this.isBusyWith===
this.$el.value)},get neurons(){const{base,rate}=this.$el.closest("[data-rate]").dataset;return Number(base)+Number(rate)*
tokensOf(this.prompt.trim())},get told(){const{name}=this.$el.dataset;return this.cost&&this.prompt.trim()?`${name} · ${this.
cost}`:name},get cost(){return this.$root.dataset.demo?"":this.$root.dataset.about.replace("{n}",this.neurons.toFixed(1))},
get addedCost(){return this.cost&&` · ${this.cost}`},get isForeign(){return this.profile.english===true&&looksForeign(this.
prompt)},get offers(){return this.translation==="offer"&&this.isForeign},get willTranslate(){return this.translation==="\
always"&&this.isForeign},ask(){const form=byId("help");form.elements.prompt.value=this.prompt;form.elements.typed.value=
within(document,"#typed input").value;form.elements.task.value=this.$el.value;form.elements.model.value=byId("model").value;
htmx.trigger(form,"help")},begun({detail:{ctx}}){if(ctx?.sourceElement?.id==="help")this.isBusyWith=ctx.sourceElement.elements.
task.value},ended({detail:{ctx}}){if(ctx?.sourceElement?.id==="help")this.isBusyWith=""},decide(){const form=byId("trans\
lation");this.translation=form.elements.translation.value=this.$el.value;htmx.trigger(form,"decided");byId("prompt").focus()}}));
Alpine.data("beside",()=>({init(){this.$root.showModal()},edit(){const{written}=this.$refs;written.readOnly=false;written.
focus();written.setSelectionRange(written.value.length,written.value.length)},use(){const prompt=document.getElementById(
"prompt");const text=this.$refs.written.value.trim();const{typed}=this.$root.dataset;if(prompt&&(typed||!prompt.value.trim())){
write(prompt,text,typed);this.$root.close();prompt.focus()}else{this.$refs.prompt.value=text;htmx.trigger(this.$refs.form,
"use");this.$root.close()}},leave(){this.$root.close()},remove(){setTimeout(()=>this.$root.remove(),0)}}))});})();
